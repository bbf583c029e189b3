# Completion of storyforge for bash. Add to ~/.bashrc:  source <(storyforge completion bash)
_storyforge() {
    local IFS=$'\n'
    COMPREPLY=($(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" _STORYFORGE_COMPLETE=complete_bash "$1" 2>/dev/null))
}
complete -o default -F _storyforge storyforge
