import { describe, expect, it } from "vitest";
import { bytesOfText, textOfBytes } from "../../src/bytes/bytes.ts";
import { HttpReader } from "../../src/shell/http-message.ts";
import { queueInput } from "../../src/shell/streams.ts";
import { sh, testMachine } from "./machine.ts";

/** What the command makes of the files: `text` (28 bytes, of which two are no UTF-8 with their neighbours) and `all` (every byte). */
function made(command: string): string {
  const box = testMachine({ kernel: { firstPid: 100 } });
  box.files.write("/work/text", "hello\n\udcff\0\0world, and more é\n");
  box.files.write("/work/all", textOfBytes(Uint8Array.from({ length: 256 }, (_, byte) => byte)));
  return sh(command, { box }).stdout;
}

describe("programs that show bytes", () => {
  it.each([
    [
      "od text",
      "0000000 062550 066154 005157 000377 073400 071157 062154 020054\n0000020 067141 020144 067555 062562 141440 005251\n0000034\n",
    ],
    ["od -An -tx1 text", " 68 65 6c 6c 6f 0a ff 00 00 77 6f 72 6c 64 2c 20\n 61 6e 64 20 6d 6f 72 65 20 c3 a9 0a\n"],
    [
      "od -c text",
      "0000000   h   e   l   l   o  \\n 377  \\0  \\0   w   o   r   l   d   ,    \n0000020   a   n   d       m   o   r   e     303 251  \\n\n0000034\n",
    ],
    ["od -A d -t u1 -j 3 -N 5 text", "0000003 108 111  10 255   0\n0000008\n"],
    [
      "od -td4 text",
      "0000000  1819043176    16714351  1919907584   539780204\n0000020   543452769  1701998445   178897696\n0000034\n",
    ],
    ["od -tx1z -N16 text", "0000000 68 65 6c 6c 6f 0a ff 00 00 77 6f 72 6c 64 2c 20  >hello....world, <\n0000020\n"],
    ["od -t x1c -N6 text", "0000000  68  65  6c  6c  6f  0a\n          h   e   l   l   o  \\n\n0000006\n"],
    [
      "head -c 40 /dev/zero | od -x",
      "0000000 0000 0000 0000 0000 0000 0000 0000 0000\n*\n0000040 0000 0000 0000 0000\n0000050\n",
    ],
    [
      "hexdump text",
      "0000000 6568 6c6c 0a6f 00ff 7700 726f 646c 202c\n0000010 6e61 2064 6f6d 6572 c320 0aa9          \n000001c\n",
    ],
    [
      "hexdump -C text",
      "00000000  68 65 6c 6c 6f 0a ff 00  00 77 6f 72 6c 64 2c 20  |hello....world, |\n00000010  61 6e 64 20 6d 6f 72 65  20 c3 a9 0a              |and more ...|\n0000001c\n",
    ],
    ["hexdump -b -s 16 text", "0000010 141 156 144 040 155 157 162 145 040 303 251 012                \n000001c\n"],
    [
      "xxd text",
      "00000000: 6865 6c6c 6f0a ff00 0077 6f72 6c64 2c20  hello....world, \n00000010: 616e 6420 6d6f 7265 20c3 a90a            and more ...\n",
    ],
    ["xxd -c 4 -g 1 -l 8 text", "00000000: 68 65 6c 6c  hell\n00000004: 6f 0a ff 00  o...\n"],
    ["xxd -p text", "68656c6c6f0aff0000776f726c642c20616e64206d6f726520c3a90a\n"],
    ["xxd all | xxd -r | cmp - all && echo same", "same\n"],
    ["xxd -p all | xxd -r -p | cmp - all && echo same", "same\n"],
    ["cat -A text", "hello$\nM-^?^@^@world, and more M-CM-)$\n"],
    ["strings -n 5 text", "hello\nworld, and more \n"],
  ])("%s", (command, expected) => {
    expect(made(command)).toBe(expected);
  });
});

describe("programs that count, cut and change bytes", () => {
  it.each([
    ["wc -c < text", "28\n"],
    ["stat -c %s text all", "28\n256\n"],
    ["ls -l all | tr -s ' ' | cut -d' ' -f5", "256\n"],
    ["head -c 7 text | od -An -c", "   h   e   l   l   o  \\n 377\n"],
    ["tail -c 3 text | od -An -tx1", " c3 a9 0a\n"],
    ["tail -c +26 text | od -An -tx1", " c3 a9 0a\n"],
    ["head -c -26 text", "he"],
    ["printf é | cut -b 2 | od -An -tx1", " a9 0a\n"],
    ["echo héllo | tr é x", "hxxllo\n"],
    ["tr -d '\\000-\\177' < all | wc -c", "128\n"],
    [
      "tr '\\200-\\377' '\\000-\\177' < all | tail -c 128 | tr '\\000-\\177' '\\200-\\377' | cmp - all",
      "- all differ: char 1, line 1\n",
    ],
    ["printf '\\xff\\303\\251' | od -An -tx1", " ff c3 a9\n"],
    ["printf '\\303\\251'", "é"],
    ["echo -en '\\xfe\\0377' | od -An -tx1", " fe ff\n"],
    ["printf '%d' \"'é\"", "195"],
    ["x=$(printf 'a\\0b\\377'); printf %s \"$x\" | od -An -tx1", " 61 62 ff\n"],
    ["awk 'BEGIN { printf \"%c\\377\", 254 }' | od -An -tx1", " fe ff\n"],
    ["dd if=all bs=16 skip=15 count=2 2>/dev/null | od -An -tx1", " f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff\n"],
    ["printf 0123456789 > f; printf é | dd of=f bs=1 seek=4 conv=notrunc 2>/dev/null; cat f", "0123é6789"],
    ["dd if=all of=f bs=100 2>&1 | head -1", "2+1 records in\n"],
    ["head -c 1000 /dev/urandom | wc -c", "1000\n"],
    [
      "truncate -s 5 f; truncate -s 2 text; wc -c f text | head -2",
      "        5 f\n        2 text\n".replaceAll("        ", ""),
    ],
    ["cmp -l text all | head -2", "1 150   0\n2 145   1\n"],
    ["(head -c 3; cat) < all | cmp - all && echo same", "same\n"],
  ])("%s", (command, expected) => {
    expect(made(command)).toBe(expected);
  });

  it("sum the bytes as everybody does", () => {
    const sums = made("md5sum all; sha1sum all; sha256sum all; sha512sum all; cksum all; printf '' | sha512sum");
    expect(sums.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "e2c865db4162bed963bfaa9ef6ac18f0",
      "4916d6bdb7f78e6803698cab32d1586ea457dfc8",
      "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880",
      "1e7b80bc8edc552c8feeb2780e111477e5bc70465fac1a77b29b35980c3f0ce4a036a6c9462036824bd56801e62af7e9feba5c22ed8a5af877bf7de117dcac6d",
      "1313719201",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
      "",
    ]);
  });

  it("carry bytes through base64 and tar", () => {
    expect(made("base64 all | base64 -d | cmp - all && echo same")).toBe("same\n");
    expect(made("printf '\\377\\376' | base64; printf '//4=' | base64 -d | od -An -tx1")).toBe("//4=\n ff fe\n");
    expect(made("printf 'YWJjZA=YWJj' | base64 -di")).toBe("abcd");
    expect(
      made(
        "cp all é; tar cf t é text && wc -c < t && mkdir d && tar xf t -C d && cmp d/é all && cmp d/text text && echo same",
      ),
    ).toBe("3072\nsame\n");
  });
});

describe("HTTP bodies", () => {
  it("are as long as they say, in bytes, however they are cut on the way", () => {
    const input = queueInput();
    const whole = bytesOfText("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\né\udcff\0éHTTP/1.1 204 No Content\r\n\r\n");
    for (const byte of whole) input.push(textOfBytes(Uint8Array.of(byte)));
    input.end();
    const reader = new HttpReader(input);
    const first = reader.response("GET").next();
    expect(first.done === true && first.value.body).toBe("é\udcff\0é");
    const second = reader.response("GET").next();
    expect(second.done === true && second.value.status).toBe(204);
  });
});
