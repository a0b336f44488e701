// The same scripts by our shell and by the real one of this machine: same output, same exit code.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sh } from "./machine.ts";

const portable: readonly string[] = [
  "echo hello world",
  "echo 'a  b' \"c  d\" e\\ f",
  "x=1; echo $x ${x}2 \"$x\" '$x'",
  "x='a b  c'; echo $x; echo \"$x\"; set -- $x; echo $#",
  "echo ${u:-default} ${u-d2}; u=; echo [${u:-e}] [${u-f}]; echo ${n:=set} $n; echo ${n:+yes}${zz:+no}",
  "f=/a/b/c.tar.gz; echo ${f%.*} ${f%%.*} ${f#*/} ${f##*/} ${#f}",
  "echo $((1+2*3)) $((7/2)) $((-7%3)) $((1<<4|1)) $((5>3&&2<1)) $((010)) $((0x1f))",
  "i=5; echo $((i+=2)) $i $((i>6?1:0)); : $((i=i*2)); echo $i",
  "for i in a b c; do echo -$i-; done; echo $i",
  "i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done",
  "until false; do echo once; break; done",
  "for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done",
  "for a in 1 2; do for b in x y; do [ $b = y ] && continue 2; echo $a$b; done; done",
  "case foo.txt in *.md) echo md;; *.txt|*.text) echo text;; *) echo other;; esac",
  "case x in [a-f]) echo low;; [!a-f]) echo high;; esac",
  "f() { echo \"$1-$2-$#\"; return 3; }; f a 'b c'; echo $?",
  "f() { local x=in; echo $x; }; x=out; f; echo $x",
  "true && echo yes || echo no; false && echo yes || echo no",
  "! true; echo $?; ! false; echo $?",
  "(exit 3); echo $?; (x=2; echo $x); echo [$x]",
  'x=$(echo a; echo b); echo "$x"; echo `echo nested \\`echo deep\\``',
  'echo a b c | { read x y; echo "$y,$x"; }',
  "printf 'a\\nb\\nc\\n' | while read l; do echo \"<$l>\"; done",
  "printf '%s=%d\\n' a 1 b 2; printf '%05d|%-5s|%5s|%x|%c\\n' 42 ab cd 255 xyz",
  "cat <<EOF\nhi $((1+1)) $(echo x)\nEOF\necho after",
  "cat <<'EOF'\n$HOME `x`\nEOF",
  "cat <<-EOF\n\t\ttabbed\n\tEOF",
  "cat <<A; cat <<B\none\nA\ntwo\nB\necho three",
  "echo one > f; echo two >> f; cat f; cat < f | wc -l | tr -d ' '",
  "ls /definitely/not 2>/dev/null || echo failed; echo err >&2",
  "{ echo out; echo err >&2; } 2>&1 | sort",
  "touch a.c b.c .h; echo *.c; echo nomatch*; echo [ab].c '*'",
  'set -- \'a b\' c; for x in "$@"; do echo "<$x>"; done; for x in $*; do echo "<$x>"; done; echo "$*"',
  "set -e; false || true; if false; then :; fi; echo still; false; echo never",
  "set -u; echo ${x-ok}; (echo $nope) 2>/dev/null; echo $?",
  "trap 'echo bye' EXIT; echo hi; exit 4",
  "trap 'echo got' TERM; kill -TERM $$; echo done",
  "sleep 0.01 & wait $!; echo $?; (exit 7) & wait $!; echo $?",
  "IFS=:; p=a:b::c; for x in $p; do echo [$x]; done",
  "IFS=, read a b c <<EOF\n1,2,3,4\nEOF\necho $a/$b/$c",
  "eval 'x=3; echo $x'; y='echo hi there'; $y",
  "exec 3>f; echo three >&3; exec 3>&-; cat f",
  "nosuchcommand 2>/dev/null; echo $?",
  "x=5; x=6 sh -c 'echo $x'; echo $x",
  "export A=1; sh -c 'echo $A'; unset A; sh -c 'echo [$A]'",
  "[ -n '' ]; echo $?; [ 3 -gt 2 -a 1 -eq 1 ]; echo $?; test -d /tmp; echo $?; [ ! -e /nope ]; echo $?",
  "while getopts ab:c o -a -b val -c; do echo $o $OPTARG; done; echo $OPTIND",
  "echo a | cat | cat; echo $?; false | true; echo $?; true | false; echo $?",
  "sh -c 'echo $0 $1 $#' name arg1 arg2; sh -c 'exit 9'; echo $?",
  "shift_test() { shift; echo $1; }; shift_test a b; set -- 1 2 3; shift 2; echo $@",
  "if [ 1 = 2 ]; then echo a; elif [ 1 = 1 ]; then echo b; else echo c; fi",
  'x=abc; case $x in a*) echo ok;; esac; echo "${x}def"; echo \'"quoted"\'',
  'echo "a\\$b \\"q\\" \\\\ " | cat',
  "seq 5 | sed -n '2,4p' | tail -n 1; seq 3 | sed 's/2/two/;3d'; echo a/b/c | sed 's|/|-|g'; echo abc | sed -E 's/(b)(c)/\\2\\1/'",
  "seq 10 | head -3; seq 10 | tail -2; seq 3 | wc -l | tr -d ' '; printf 'b\\na\\nb\\n' | sort | uniq -c | tr -s ' '",
  "printf '3 c\\n1 a\\n2 b\\n' | sort -k2 -r; printf '10\\n9\\n' | sort -n; echo a:b:c | cut -d: -f2-; echo hello | tr a-y b-z | tr -d l",
  "printf 'foo\\nbar\\nbaz\\n' | grep -n ba; printf 'foo\\nFoo\\n' | grep -ic foo; echo x | grep y; echo $?; echo a1b22 | grep -oE '[0-9]+'",
  "echo a b c | xargs -n 1 echo; echo '1 2' | xargs -I{} echo '<{}>'; basename /a/b.c .c; dirname /a/b/c",
  "mkdir -p d/e; touch d/e/f d/g; find d -type f | sort; find d -name 'g' -maxdepth 1; rm -r d; ls d 2>/dev/null || echo gone",
  "expr 3 + 4; expr 10 / 3; echo aGVsbG8= | base64 -d; echo; printf hello | md5sum; printf hello | sha256sum",
  "printf '%s\\n' a b c | awk '{print NR\": \"$1}'; echo 'a,b' | awk -F, '{print $2}'; seq 5 | awk '{s+=$1} END{print s, s/2}'",
  "printf 'x 1\\ny 2\\nx 3\\n' | awk '{c[$1]+=$2} END{print c[\"x\"], c[\"y\"]}'; echo foobar | awk '{gsub(/o/,\"0\"); print toupper($0), length($0), substr($0,2,3)}'",
  'awk \'BEGIN{for(i=0;i<3;i++) printf "%d-", i; print ""; if ("abc" ~ /b/) print "m"; n=split("a:b:c",p,":"); print n, p[3]}\'',
  "umask 022; touch f; chmod 600 f; stat -c %a f; ln -s f l; readlink l; [ -L l ] && echo link",
  "yes | head -n 2; echo end",
  "mkdir d; touch d/x; ln -s d l; for o in l l/ l/.; do ls -la $o | cut -c1 | tr -d '\\n'; echo; done",
  "f() { if [ $1 -le 1 ]; then echo 1; else echo $(( $1 * $(f $(($1-1))) )); fi; }; f 5",
  'echo $(( (2+3)*4 )) $(echo $((1+1))); echo "$(echo "a b")"; echo ${x:-$(echo sub)}',
];

const bashOnly: readonly string[] = [
  "x=hello; echo ${x/l/L} ${x//l/L} ${x:1:3} ${x: -2}",
  "[[ foo == f* && 1 -lt 2 ]] && echo yes; [[ -z '' || -n x ]] && echo or",
  'cat <<< "here $((1+1))"; for ((i=0;i<3;i++)); do echo $i; done; ((3>2)) && echo gt',
  "set -o pipefail; false | true; echo $?",
  "echo a &> f; cat f; x=1; x+=2; echo $x; echo $'tab\\there'",
];

function compare(shell: string, script: string): void {
  const directory = mkdtempSync(join(tmpdir(), "shell-"));
  try {
    const real = spawnSync(shell, ["-c", script], {
      cwd: directory,
      encoding: "utf8",
      env: { PATH: process.env.PATH ?? "", HOME: "/root", LC_ALL: "C" },
    });
    const ours = sh(script);
    expect({ stdout: ours.stdout, code: ours.code }, ours.stderr).toEqual({ stdout: real.stdout, code: real.status });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe.skipIf(!existsSync("/bin/sh"))("the POSIX language, as /bin/sh has it", () => {
  it.each(portable)("%s", (script) => compare("/bin/sh", script));
});

describe.skipIf(!existsSync("/bin/bash"))("what everybody takes from bash", () => {
  it.each(bashOnly)("%s", (script) => compare("/bin/bash", script));
});
