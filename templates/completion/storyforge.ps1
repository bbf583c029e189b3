# Completion of storyforge for PowerShell. Add to $PROFILE:  storyforge completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName storyforge -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
    $env:COMP_WORDS = (@($before) + $wordToComplete) -join "`n"
    $env:COMP_CWORD = $before.Count
    $env:_STORYFORGE_COMPLETE = "complete_powershell"
    try {
        & $before[0] | ForEach-Object {
            $value, $about = $_ -split "`t", 2
            if (-not $about) { $about = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $about)
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:_STORYFORGE_COMPLETE -ErrorAction SilentlyContinue
    }
}
