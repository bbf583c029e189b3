# Completion of storyforge for fish. Run once:  storyforge completion fish > ~/.config/fish/completions/storyforge.fish
function __storyforge_complete
    set -l before (commandline -opc)
    set -lx COMP_WORDS (string join \n -- $before (commandline -ct) | string collect)
    set -lx COMP_CWORD (count $before)
    set -lx _STORYFORGE_COMPLETE complete_fish
    set -l found ($before[1] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command storyforge --no-files --arguments '(__storyforge_complete)'
