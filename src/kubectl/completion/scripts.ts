// The scripts that teach a shell to ask __complete. Each is loaded by its shell, so it speaks that shell's language.

/** By the name of the shell. */
export const scripts: Readonly<Record<string, string>> = {
  bash: `# Completion of kubectl for bash: source <(kubectl completion bash)
_kubectl_complete() {
    local line="\${COMP_LINE:0:COMP_POINT}" word words=() reply directive candidate current
    # bash takes = and : for ends of words; kubectl does not.
    read -r -a words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    current="\${words[-1]}"
    reply=$("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null) || return
    directive="\${reply##*:}"
    reply="\${reply%:*}"
    COMPREPLY=()
    ((directive & 1)) && return
    local value="$current" prefix=""
    [[ $current == -*=* ]] && value="\${current#*=}"
    if ((directive & 24)); then
        local pattern="\${reply//$'\\n'/|}"
        while IFS= read -r candidate; do
            # With filenames, bash puts the slash behind a folder by itself.
            [[ -d $candidate ]] && COMPREPLY+=("$candidate") && continue
            ((directive & 8)) && [[ $candidate =~ \\.(\${pattern%|})$ ]] && COMPREPLY+=("$candidate")
        done < <(compgen -f -- "$value")
        compopt -o filenames 2>/dev/null
        return
    fi
    word="\${COMP_WORDS[COMP_CWORD]}"
    # What bash has cut off is in the line already.
    [[ $value == *"$word" ]] && prefix="\${value%"$word"}"
    [[ $word == [=:] ]] && prefix="$value"
    while IFS= read -r candidate; do
        candidate="\${candidate%%$'\\t'*}"
        [[ -n $candidate && $candidate == "$value"* ]] && COMPREPLY+=("\${candidate#"$prefix"}")
    done <<<"$reply"
    ((directive & 2)) && compopt -o nospace 2>/dev/null
    if ((\${#COMPREPLY[@]} == 0 && !(directive & 4))); then
        compopt -o default 2>/dev/null
    fi
}
complete -F _kubectl_complete kubectl
`,
  zsh: `#compdef kubectl
# Completion of kubectl for zsh: source <(kubectl completion zsh)
_kubectl() {
    local reply directive line name about flag
    local -a asked candidates
    asked=("\${(@Q)words[2,CURRENT]}")
    reply=$("\${(Q)words[1]}" __complete "\${asked[@]}" 2>/dev/null) || return 1
    directive=\${reply##*:}
    reply=\${reply%:*}
    (( directive & 1 )) && return 1
    if (( directive & 8 )); then
        _files -g "*.(\${(j:|:)\${(f)reply}})"
        return
    fi
    if (( directive & 16 )); then
        _files -/
        return
    fi
    for line in "\${(@f)reply}"; do
        [[ -z $line ]] && continue
        name=\${line%%$'\\t'*}
        about=\${line#"$name"}
        candidates+=("\${name//:/\\\\:}\${about:+:\${about#$'\\t'}}")
    done
    if (( \${#candidates} == 0 )); then
        (( directive & 4 )) || _files
        return
    fi
    [[ $PREFIX == -*=* ]] && compset -P '*='
    flag=()
    (( directive & 2 )) && flag=(-S '')
    (( directive & 32 )) && flag+=(-V kubectl)
    _describe completions candidates $flag
}
if [[ \${funcstack[1]} == _kubectl ]]; then
    _kubectl "$@"
else
    # Who has not set up completion at all gets it now.
    (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit -i }
    compdef _kubectl kubectl
fi
`,
  fish: `# Completion of kubectl for fish: kubectl completion fish | source
function __kubectl_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l reply ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    test (count $reply) -gt 0; or return
    set -l directive (string replace ':' '' -- $reply[-1])
    set -e reply[-1]
    test (math "bitand($directive, 1)") -eq 0; or return
    if test (math "bitand($directive, 8)") -ne 0
        for ending in $reply
            __fish_complete_suffix "$current" ".$ending"
        end
        return
    end
    if test (math "bitand($directive, 16)") -ne 0
        __fish_complete_directories "$current"
        return
    end
    if test (count $reply) -eq 0
        test (math "bitand($directive, 4)") -ne 0; or __fish_complete_path "$current"
        return
    end
    set -l prefix (string match -r -- '^-[^=]*=' "$current")
    for candidate in $reply
        echo -- "$prefix$candidate"
    end
end
complete -c kubectl -e
complete -c kubectl -f -a '(__kubectl_candidates)'
`,
  powershell: `# Completion of kubectl for PowerShell: kubectl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'kubectl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { "$_" })
    $program = $words[0]
    $asked = @($words | Select-Object -Skip 1)
    if ($wordToComplete -eq '') { $asked += '""' }
    $reply = @(& $program __complete @asked 2>$null)
    if ($reply.Count -eq 0) { return }
    $directive = [int]($reply[-1].TrimStart(':'))
    if ($directive -band 1) { return }
    $prefix = if ($wordToComplete -match '^(-[^=]*=)') { $Matches[1] } else { '' }
    $space = if ($directive -band 2) { '' } else { ' ' }
    foreach ($line in $reply[0..($reply.Count - 2)]) {
        if ($reply.Count -lt 2 -or $line -eq '') { continue }
        $name, $about = $line -split "\`t", 2
        if (-not $about) { $about = $name }
        [System.Management.Automation.CompletionResult]::new("$prefix$name$space", $name, 'ParameterValue', $about)
    }
}
`,
};
