"""Scratch voices: who sounds how is decided by table; what is heard is tried with every espeak-ng that is there."""

from __future__ import annotations

import shutil
import sys
from array import array
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import NoVoicesError
from storyforge.formats.languages import language, languages, speech_seconds
from storyforge.media import espeak
from storyforge.media.espeak import Engine, Voice, engine, speak
from storyforge.model.money import FREE
from storyforge.providers import SPEECH
from storyforge.providers.base import SpeechRequest
from storyforge.providers.offline.voices import ScratchVoices, age_of, voice_of

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.media.sound import Sound

LINE = "Sit down before you fall down."
PROGRAM, MODULE = "program", "module"
HERE = [
    pytest.param(PROGRAM, marks=pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")),
    pytest.param(MODULE, marks=pytest.mark.skipif(not find_spec("espeakng_loader"), reason="no espeakng-loader")),
]


def engine_of(kind: str) -> Engine:
    if kind == PROGRAM:
        return Engine((shutil.which("espeak-ng") or "",), "espeak-ng")
    return Engine((sys.executable, "-P", str(espeak._CHILD)), "espeakng-loader", child=True)


@pytest.fixture
def using(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Engine:
    """The one espeak-ng that voices are made by."""
    used = engine_of(request.param)
    monkeypatch.setattr("storyforge.providers.offline.voices.engine", lambda: used)
    return used


def line(
    speaker: str = "nora", age: str = "", pronouns: str = "unknown", text: str = LINE, **more: Any
) -> SpeechRequest:
    return SpeechRequest(text, more.pop("language", "en"), speaker, age, pronouns, **more)


def heard(request: SpeechRequest) -> Sound:
    return ScratchVoices().speak(request).value


def pitch(sound: Sound) -> float:
    """The pitch of a voice: the median, over its loud parts, of the lag at which each is most like itself."""
    rate = sound.rate // 4
    values = array("h", sound.samples)[::4]
    size = rate // 20
    parts = [values[at : at + 2 * size] for at in range(0, len(values) - 2 * size, size)]
    parts.sort(key=lambda part: -sum(map(abs, part)))
    found = sorted(rate / _lag(part, size, rate) for part in parts[:9])
    return found[len(found) // 2]


def _lag(part: array[int], size: int, rate: int) -> int:
    likeness = {
        lag: sum(a * b for a, b in zip(part[:size], part[lag : lag + size], strict=True))
        / max(1.0, sum(b * b for b in part[lag : lag + size])) ** 0.5
        for lag in range(round(rate / 420), round(rate / 60))
    }
    best = max(likeness.values())
    # Twice the lag is as alike: the shortest that is nearly the best is the voice's.
    return next(lag for lag, like in likeness.items() if like > 0.93 * best)


@pytest.mark.parametrize("using", HERE, indirect=True)
def test_a_line_is_spoken_the_same_every_time_and_for_nothing(using: Engine) -> None:
    voices = SPEECH.load("offline")()
    reply = voices.speak(line())
    assert voices.price(line()) == FREE == reply.cost
    assert reply.by == f"offline ({using.version})"
    assert reply.value == voices.speak(line()).value
    assert reply.value.channels == 1
    assert 1 < reply.value.seconds < 4
    assert max(map(abs, array("h", reply.value.samples))) == pytest.approx(0.6 * 32_767, rel=0.01)


@pytest.mark.parametrize("using", HERE, indirect=True)
def test_a_child_a_woman_and_a_man_do_not_sound_alike(using: Engine) -> None:  # noqa: ARG001  # sets the engine
    man, woman = pitch(heard(line("bill", "45", "he"))), pitch(heard(line("nora", "44", "she")))
    child = pitch(heard(line("nora", "8", "she")))
    assert man < woman < child


@pytest.mark.parametrize("using", HERE, indirect=True)
def test_lines_take_about_as_long_as_shot_lists_reckon(using: Engine) -> None:  # noqa: ARG001
    lines = [
        LINE,
        "Somebody left the light on for me.",
        "I told you the house was empty and nobody had been there for a year.",
        "You said that somebody had taken the photographs from the drawer.",
        "No. We are not going back to the station tonight.",
    ]
    ratios = [
        float(heard(line(who, "40", text=text)).seconds) / speech_seconds(text, language("en"))
        for who in ("bill", "nora", "ezra") for text in lines
    ]  # fmt: skip
    assert 0.75 < sum(ratios) / len(ratios) < 1.1


@pytest.mark.parametrize("using", HERE, indirect=True)
def test_every_language_that_stories_may_be_in_is_spoken(using: Engine) -> None:
    for code in languages():
        voice = voice_of(line(language=code))
        assert speak("Marta 3 да 안녕 שלום", voice, using).seconds > 0.3, code


@pytest.mark.parametrize("using", HERE, indirect=True)
def test_text_is_text_whatever_it_looks_like(using: Engine) -> None:
    plain = speak("hello there my friend", Voice("en-us"), using)
    for text in (
        "[[hello]] there my friend",
        "<b>hello</b>",
        "-v de hello there",
        "$(touch x); `x` \\ %s {}",
        "a\x00b\nc\td",
    ):
        assert speak(text, Voice("en-us"), using).seconds > 0.2, text
    marked = speak("hello [[there]] my <i> friend", Voice("en-us"), using)
    assert abs(marked.seconds - plain.seconds) < 0.5
    for nothing in ("", "...", "—?!", "\n"):
        assert speak(nothing, Voice("en-us"), using).samples == b""


@pytest.mark.parametrize("using", HERE, indirect=True)
def test_a_language_that_it_does_not_speak_is_told(using: Engine) -> None:
    with pytest.raises(NoVoicesError, match=r"voice xx"):
        speak("hello", Voice("xx"), using)


def test_a_speaker_keeps_the_voice_and_others_have_others() -> None:
    assert voice_of(line("nora", "44", "she")) == voice_of(line("nora", "44", "she", text="Other words."))
    voices = {voice_of(line(name, "40", "he")) for name in ("bill", "tom", "ezra", "hale", "crane", "daniel", "levi")}
    assert len(voices) == 7
    assert len({voice.variant for voice in voices}) > 3


def test_age_pronouns_and_direction_are_heard() -> None:
    def speed(age: str, direction: str = "") -> int:
        return voice_of(line("nora", age, "she", direction=direction)).speed

    def height(age: str, direction: str = "") -> int:
        return voice_of(line("nora", age, "she", direction=direction)).pitch

    assert height("80") < height("44") < height("15") < height("8")
    assert speed("80") < speed("44")
    assert speed("44", "slowly") < speed("44") < speed("44", "hurried, to Agnes")
    assert height("44", "shouting") > height("44")
    assert voice_of(line("nora", "44", "she", direction="whispering")).variant == "whisperf"
    assert voice_of(line("bill", "44", "he", direction="(whispers)")).variant == "whisper"
    assert voice_of(line("bill", "44", "he", direction="flüsternd", language="de")).language == "de"
    assert voice_of(line(language="pt-BR")).language == "pt-br"
    for age in ("0", "120"):
        assert 0 <= voice_of(line("nora", age, "she", direction="shouting")).pitch <= 99


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("44", "adult"), ("late 60s", "adult"), ("70", "old"), ("70s", "old"), ("9", "child"), ("16", "teen"),
        ("a little girl", "child"), ("teenager", "teen"), ("elderly", "old"), ("mid-thirties", "adult"), ("", "adult"),
        ("eine alte Frau", "old"), ("할머니", "old"), ("少女", "child"), ("ageless", "adult"),
    ],
)  # fmt: skip
def test_ages_as_scripts_give_them(said: str, name: str) -> None:
    assert age_of(said)["name"] == name


def test_none_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    assert engine() is None
    assert not ScratchVoices().available()
    with pytest.raises(NoVoicesError) as caught:
        heard(line())
    assert str(caught.value) == "Lines can't be spoken: no espeak-ng was found."
    assert 'pip install "storyforge[voices]"' in caught.value.hint


HEADER = r"printf 'RIFF\0\0\0\0WAVEfmt \020\0\0\0\001\0\001\0\042\126\0\0\104\254\0\0\002\0\020\0data\0\0\0\0'"


def spoken(count: int) -> str:
    """A loud noise of so many bytes."""
    return rf"head -c {count} /dev/zero | tr '\0' '\177'"


def stand_in(path: Path, *lines: str) -> Path:
    """A program that says it is espeak-ng, and does as it is told."""
    told = 'if [ "$1" = --version ]; then echo "eSpeak NG text-to-speech: 1.51.9"; exit; fi'
    path.write_text("\n".join(("#!/bin/sh", told, *lines)), "utf-8")
    path.chmod(0o755)
    return path


def test_a_named_one_is_used_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "said"
    named = stand_in(tmp_path / "my speaker", f'echo "$@" > "{said}"; cat >> "{said}"', HEADER, spoken(44_100))
    monkeypatch.setenv(espeak.VARIABLE, str(named))
    assert engine() == Engine((str(named),), "espeak-ng 1.51.9")
    assert heard(line("nora", "44", "she", text="Où ? 어디")).seconds == pytest.approx(1, abs=0.01)
    options, text = said.read_text("utf-8").split("\n")[:2]
    assert text == "Où ? 어디"
    assert "--stdin --stdout -b 1 -z -v en-us+" in options
    monkeypatch.setenv(espeak.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(NoVoicesError, match=r"\$STORYFORGE_ESPEAK, .*nowhere, is no espeak-ng that runs"):
        ScratchVoices().available()


def test_one_without_variants_speaks_with_its_own_voice_and_one_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_variants = 'case "$*" in *+*) echo "voice does not exist" >&2; exit 1;; esac'
    plain = stand_in(tmp_path / "plain", no_variants, HEADER, spoken(2000))
    monkeypatch.setenv(espeak.VARIABLE, str(plain))
    assert heard(line()).length == 1000
    monkeypatch.setenv(espeak.VARIABLE, str(stand_in(tmp_path / "mute", "echo 'no data' >&2; exit 3")))
    with pytest.raises(NoVoicesError, match=r"espeak-ng 1.51.9 says: no data"):
        heard(line())


def test_newer_ones_are_told_to_leave_nothing_to_the_clock() -> None:
    """Version 1.52 seeds the noise of its voices by the time of day."""
    for version, seeded in (("espeak-ng 1.51", False), ("espeak-ng 1.52.0", True), ("espeak-ng 2.0", True)):
        assert Engine(("espeak-ng",), version).seeded == seeded
        command, _ = espeak._program_call("hello", Voice("en-us"), Engine(("espeak-ng",), version))
        assert ("-D" in command) == seeded


def test_the_child_knows_nothing_of_us() -> None:
    """It is a program of its own, for its library's licence is not ours."""
    import ast

    tree = ast.parse(espeak._CHILD.read_text("utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not [name for name in found if (name or "").startswith("storyforge")]


def test_a_profile_comes_over_what_the_name_and_the_age_say() -> None:
    usual = voice_of(line("nora", "44", "she"))
    low = voice_of(line("nora", "44", "she", pitch="low", pace="slow"))
    assert (low.pitch, low.variant) == (usual.pitch - 16, usual.variant)
    assert low.speed < usual.speed
    assert voice_of(line("nora", "44", "she", pitch="high")).pitch > usual.pitch
    assert voice_of(line("nora", voice="Annie")).variant == "Annie"
    assert voice_of(line("nora", accent="a soft Scottish burr")).language == "en-gb-scotland"
    assert voice_of(line("nora", accent="Martian")).language == usual.language


@pytest.mark.parametrize("using", HERE, indirect=True)
def test_a_profile_is_heard(using: Engine) -> None:  # noqa: ARG001
    high = heard(line("bill", "44", "he", pitch="high", pace="quick"))
    low = heard(line("bill", "44", "he", pitch="low", pace="slow"))
    assert pitch(high) > 1.2 * pitch(low)
    assert high.seconds < low.seconds
    assert heard(line("nora", accent="Scottish")).seconds > 0.3
    assert heard(line("nora", voice="no-such-variant")).seconds > 0.3, "silence is no answer"
