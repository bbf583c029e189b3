#compdef storyforge
# Completion of storyforge for zsh. Add to ~/.zshrc after compinit:  source <(storyforge completion zsh)
_storyforge() {
    local -a found
    found=("${(@f)$(COMP_WORDS="${(F)words[1,CURRENT]}" COMP_CWORD=$((CURRENT - 1)) \
        _STORYFORGE_COMPLETE=complete_zsh "${words[1]}" 2>/dev/null)}")
    if [[ -n "${found[1]}" ]]; then
        _describe 'storyforge' found
    else
        _files
    fi
}
if [[ "${funcstack[1]}" == _storyforge ]]; then
    _storyforge "$@"
else
    compdef _storyforge storyforge
fi
