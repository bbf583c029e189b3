"""Sentences and what they do to people: the words of three languages, denials, and what only looks like a deed."""

from __future__ import annotations

import pytest

from tests.stages.film.blocking.stage import after, block, shot, story

ENGLISH = [
    ("Anna sits down at the table.", "stand > sit at table", "stand"),
    ("Anna sits.", "stand > sit", "stand"),
    ("She sits on the edge of the bed.", "stand > sit at bed", "stand"),
    ("Boris takes a seat.", "stand", "stand > sit"),
    ("Anna sinks into an armchair.", "stand > sit at chair", "stand"),
    ("Anna and Boris sit down.", "stand > sit", "stand > sit"),
    ("They sit.", "stand > sit", "stand > sit"),
    ("Anna kneels beside Boris.", "stand > kneel", "stand"),
    ("Boris drops to his knees.", "stand", "stand > kneel"),
    ("Anna crouches behind the counter.", "stand > crouch at counter", "stand"),
    ("Boris ducks.", "stand", "stand > crouch"),
    ("Anna lies down on the sofa.", "stand > lie at sofa", "stand"),
    ("Anna is lying on the bed, asleep.", "lie at bed asleep", "stand"),
    ("Boris falls.", "stand", "stand > fall"),
    ("Boris faints.", "stand", "stand > fall"),
    ("Anna leans against the wall.", "stand > lean at wall", "stand"),
    ("Anna leans on the counter.", "stand > lean at counter", "stand"),
    ("Anna crosses to the window.", "stand > walk at window", "stand"),
    ("Boris walks to the door.", "stand", "stand > walk at door"),
    ("Anna goes over to Boris.", "stand > walk", "stand"),
    ("Anna walks slowly up to Boris.", "stand > walk", "stand"),
    ("Boris steps back.", "stand", "stand > walk"),
    ("Anna enters.", "off-left walk > walk", "stand"),
    ("Anna comes in and sits down at the desk.", "off-left walk > sit at desk", "stand"),
    ("Boris bursts in.", "stand", "off-right run > run"),
    ("Anna leaves.", "stand > off-left walk", "stand"),
    ("Boris storms out of the room.", "stand", "stand > off-right run"),
    ("Anna leaves the room, slamming the door.", "stand > off-left walk", "stand"),
    ("Anna turns away.", "stand > stand", "stand"),
    ("Anna points at the lamp.", "stand > point", "stand"),
    ("Anna aims the revolver at Boris.", "stand > aim holds revolver", "stand"),
    ("Boris raises his hands.", "stand", "stand > hands-up"),
    ("Boris holds up both hands.", "stand", "stand > hands-up"),
    ("Anna crosses her arms.", "stand > arms-crossed", "stand"),
    ("Boris waves.", "stand", "stand > wave"),
    ("Anna picks up the letter.", "stand > reach holds letter", "stand"),
    ("Anna picks the letter up.", "stand > reach holds letter", "stand"),
    (
        "Anna hands Boris the letter.",
        "stand holds letter > hand-over touches boris",
        "stand > hand-over holds letter touches anna",
    ),
    (
        "Anna gives the letter to Boris.",
        "stand holds letter > hand-over touches boris",
        "stand > hand-over holds letter touches anna",
    ),
    ("Boris takes the letter and reads it.", "stand", "stand > reach holds letter"),
    ("Anna puts down the suitcase.", "stand holds suitcase > reach", "stand"),
    ("Anna puts the suitcase on the table.", "stand holds suitcase > reach at table", "stand"),
    ("Boris drops the glass.", "stand", "stand holds glass > stand"),
    ("Anna drinks.", "stand > drink", "stand"),
    ("Boris raises his glass.", "stand", "stand > drink holds glass"),
    ("Anna answers the phone.", "stand > phone holds phone", "stand"),
    ("Anna picks up the phone and dials.", "stand > phone holds phone", "stand"),
    ("Boris writes something on the back of his hand.", "stand", "write"),
    ("Anna begins to write.", "stand > write", "stand"),
    ("Anna hugs Boris.", "stand > hug touches boris", "stand > hug touches anna"),
    ("They embrace.", "stand > hug touches boris", "stand > hug touches anna"),
    ("Anna and Boris kiss.", "stand > hug touches boris", "stand > hug touches anna"),
    ("Anna slaps Boris.", "stand > fight touches boris", "stand > fight touches anna"),
    ("They fight.", "fight touches boris", "fight touches anna"),
    ("Boris punches her.", "stand > fight touches boris", "stand > fight touches anna"),
    ("Anna opens the door.", "stand > reach at door", "stand"),
    ("Anna dances.", "dance", "stand"),
    ("Boris drives.", "stand", "stand > drive at wheel"),
    ("Anna runs.", "run", "stand"),
    ("Anna runs to Boris.", "stand > run", "stand"),
    ("Anna smiles.", "stand > stand happy", "stand"),
    ("Boris is weeping.", "stand", "stand sad"),
    ("Anna, furious, paces the room.", "walk angry", "stand"),
    ("Boris looks away.", "stand", "stand > stand"),
    ("Anna bows her head.", "stand > head-down", "stand"),
    ("Anna carries a suitcase.", "carry holds suitcase", "stand"),
    ("Anna does not sit.", "stand", "stand"),
    ("Anna sits on the council.", "stand", "stand"),
    ("Boris runs a shop.", "stand", "stand"),
    ("Boris stands to lose everything.", "stand", "stand"),
    ("Anna never leaves.", "stand", "stand"),
    ("Boris refuses to kneel.", "stand", "stand"),
    ("Anna tries to stand up.", "stand", "stand"),
    ("If Anna sits down, he wins.", "stand", "stand"),
    ("Anna looks as if she has fallen.", "stand", "stand"),
    ("Anna turns the page.", "stand", "stand"),
    ("Boris holds his breath.", "stand", "stand"),
    ("Anna falls silent.", "stand", "stand"),
    ("Anna runs her fingers along the wall.", "stand", "stand"),
    ("Boris passes the time.", "stand", "stand"),
    ("Anna gives him a look.", "stand", "stand"),
    ("Nobody moves.", "stand", "stand"),
    ("The lamp falls.", "stand", "stand"),
    ("A man sits down.", "stand", "stand"),
    ("The table where Boris sat is empty.", "stand", "stand"),
    ("Boris raises an eyebrow.", "stand", "stand > stand surprised"),
    ("Anna turns pale.", "stand > stand afraid", "stand"),
    ("Anna falls in love.", "stand", "stand"),
    ("Boris lies to Anna.", "stand", "stand"),
    ("Her hands shake.", "stand", "stand"),
    ("Anna, who is sitting by the fire, smiles.", "sit at fireplace > sit at fireplace happy", "stand"),
    ("Anna takes off her coat.", "stand > reach holds coat", "stand"),
    ("Anna grabs the revolver and fires.", "stand > aim holds revolver", "stand"),
    ("Anna throws the glass.", "stand holds glass > reach", "stand"),
    ("Anna helps Boris up.", "stand", "stand"),
    ("Boris is at the window.", "stand", "stand at window"),
    ("At the window: BORIS.", "stand", "stand at window"),
    ("Anna has left.", "stand", "stand"),
    ("Boris has fallen asleep.", "stand", "lie asleep"),
    ("Sitting at the table, Anna writes.", "write at table", "stand"),
    ("Boris comes closer.", "stand", "stand > walk"),
    ("Boris staggers and falls.", "stand", "walk > fall"),
    ("Anna trips, falls and gets up again.", "stand", "stand"),
    ("Anna hides behind the door.", "stand > crouch at door", "stand"),
    ("The guards run.", "stand", "stand"),
    ("Anna sits down. Boris leaves. She stands up.", "stand", "stand > off-right walk"),
    ("Anna runs for the door with the lamp in her arms.", "stand holds lamp > run holds lamp", "stand"),
    ("Boris comes in with a suitcase.", "stand", "off-right walk holds suitcase > walk holds suitcase"),
    ("Anna stands at the window, a letter in her hand.", "stand at window holds letter", "stand"),
    ("Boris pulls Anna down behind the counter.", "stand > crouch at counter", "stand > crouch at counter"),
    ("Anna strides across to the window.", "stand > walk at window", "stand"),
    ("Anna, seated at the desk, looks up.", "sit at desk", "stand"),
    ("Boris sinks to one knee.", "stand", "stand > kneel"),
    ("Anna slumps against the wall.", "stand > lean at wall", "stand"),
    ("Boris collapses.", "stand", "stand > fall"),
    ("Anna clambers over the fence.", "stand > climb at wall", "stand"),
    ("Anna drops the letter.", "stand holds letter > stand", "stand"),
    ("Boris pours tea.", "stand", "stand > reach"),
    ("Anna salutes.", "stand > wave", "stand"),
    ("Anna shrugs.", "stand", "stand"),
    ("Anna and Boris shake hands.", "stand > reach", "stand > reach"),
    ("Anna kisses him.", "stand > hug touches boris", "stand > hug touches anna"),
    ("Boris lunges at her.", "stand > fight touches boris", "stand > fight touches anna"),
    ("Boris dials.", "stand", "stand > phone"),
    ("Anna nods off.", "stand > lie asleep", "stand"),
    ("Boris exits, laughing.", "stand", "stand > off-right walk happy"),
    ("Exit Boris.", "stand", "stand > off-right walk"),
    ("Enter Anna.", "off-left walk > walk", "stand"),
    ("Anna turns her back on him.", "stand > stand", "stand"),
    ("Boris shows her the letter.", "stand", "stand > reach holds letter"),
    ("Boris offers Anna the apple.", "stand", "stand > hand-over holds apple touches anna"),
    ("Anna toasts him.", "stand > drink", "stand"),
    ("Boris, terrified, backs into the wall.", "stand", "stand afraid > walk at wall afraid"),
    ("Anna gasps.", "stand > stand surprised", "stand"),
    ("Boris winces.", "stand", "stand > stand in-pain"),
    ("Anna scowls.", "stand > stand angry", "stand"),
    ("Boris is furious.", "stand", "stand angry"),
    ("Anna sits bolt upright.", "stand > sit", "stand"),
    ("Boris circles Anna.", "stand", "stand > walk"),
    ("Anna follows Boris out.", "stand > off-left walk", "stand > off-left walk"),
    ("Both sit down.", "stand > sit", "stand > sit"),
    ("Boris sits in the armchair, asleep.", "stand", "stand > sit at chair asleep"),
    ("Anna paces.", "walk", "stand"),
    ("Boris walks along the wall.", "stand", "walk at wall"),
    ("Boris snatches the letter from Anna.", "stand", "stand > reach holds letter"),
    ("Anna reads the letter.", "stand holds letter", "stand"),
    ("Anna sets the glass down on the counter.", "stand holds glass > reach at counter", "stand"),
    ("Boris shoots.", "stand", "stand > aim"),
    ("Anna carries the suitcase to the door.", "stand > carry at door holds suitcase", "stand"),
    ("Anna no longer sits.", "stand", "stand"),
    ("Anna might sit.", "stand", "stand"),
    ("Boris asks Anna to sit down.", "stand", "stand"),
    ("Anna would like to leave.", "stand", "stand"),
    ("Boris leaves the letter on the table.", "stand", "stand"),
    ("Anna goes pale.", "stand > stand afraid", "stand"),
    ("Anna keeps walking.", "walk", "stand"),
    ("The door opens. Anna enters.", "off-left walk > walk", "stand"),
]
"""A sentence; Anna, then Boris: how each stands as the shot starts, and `>` how as it ends where that differs."""

SEATED = [
    ("Anna stands up.", "sit at table > stand at table", "sit at table"),
    ("Boris gets to his feet.", "sit at table", "sit at table > stand at table"),
    ("Boris rises from his chair.", "sit at table", "sit at table > stand"),
    ("Everyone stands up.", "sit at table > stand at table", "sit at table > stand at table"),
    ("Anna does not stand up.", "sit at table", "sit at table"),
    ("Anna stands to lose everything.", "sit at table", "sit at table"),
    ("Anna jumps to her feet and leaves.", "sit at table > off-left walk", "sit at table"),
    ("Boris crosses to the window.", "sit at table", "sit at table > walk at window"),
    ("Anna falls asleep.", "sit at table > sit at table asleep", "sit at table"),
    ("Anna nods.", "sit at table", "sit at table"),
    ("Boris stands at the window.", "sit at table", "sit at table > stand at window"),
    ("Anna points at the lamp.", "sit at table > point at table", "sit at table"),
]
"""The same, where both sit at the table as the shot starts."""

GERMAN = [
    ("Anna setzt sich an den Tisch.", "stand > sit at table", "stand"),
    ("Dann setzt sich Boris.", "stand", "stand > sit"),
    ("Anna steht auf.", "stand", "stand"),
    ("Boris kniet nieder.", "stand", "stand > kneel"),
    ("Anna geht zum Fenster.", "stand > walk at window", "stand"),
    ("Boris tritt ein.", "stand", "off-right walk > walk"),
    ("Anna geht hinaus.", "stand > off-left walk", "stand"),
    ("Boris rennt hinaus.", "stand", "stand > off-right run"),
    (
        "Anna gibt Boris den Brief.",
        "stand holds brief > hand-over touches boris",
        "stand > hand-over holds brief touches anna",
    ),
    ("Anna hebt den Brief auf.", "stand > reach holds brief", "stand"),
    ("Boris nimmt den Brief.", "stand", "stand > reach holds brief"),
    ("Anna umarmt Boris.", "stand > hug touches boris", "stand > hug touches anna"),
    ("Anna setzt sich nicht.", "stand", "stand"),
    ("Boris dreht sich zu Anna.", "stand", "stand"),
    ("Boris lächelt.", "stand", "stand > stand happy"),
    ("Anna weint.", "stand > stand sad", "stand"),
    ("Sie setzt sich.", "stand > sit", "stand"),
    ("Er hebt die Hände.", "stand", "stand > hands-up"),
    ("Boris sitzt im Vorstand.", "stand", "stand"),
    ("Anna zeigt auf die Tür.", "stand > point at door", "stand"),
    ("Wütend geht Boris zur Tür.", "stand", "stand > walk at door"),
    ("Anna und Boris küssen sich.", "stand > hug touches boris", "stand > hug touches anna"),
    ("Boris fällt.", "stand", "stand > fall"),
]

FRENCH = [
    ("Anna s'assied à la table.", "stand > sit at table", "stand"),
    ("Boris se lève.", "stand", "stand"),
    ("Anna s'agenouille.", "stand > kneel", "stand"),
    ("Boris entre.", "stand", "off-right walk > walk"),
    ("Anna sort.", "stand > off-left walk", "stand"),
    ("Anna va vers la fenêtre.", "stand > walk at window", "stand"),
    ("Boris court.", "stand", "run"),
    ("Anna embrasse Boris.", "stand > hug touches boris", "stand > hug touches anna"),
    (
        "Anna donne la lettre à Boris.",
        "stand holds lettre > hand-over touches boris",
        "stand > hand-over holds lettre touches anna",
    ),
    ("Anna ne s'assied pas.", "stand", "stand"),
    ("Elle se lève.", "stand", "stand"),
    ("Il tombe.", "stand", "stand > fall"),
    ("Anna sourit.", "stand > stand happy", "stand"),
    ("Boris, furieux, sort.", "stand", "stand angry > off-right walk angry"),
    ("Anna est allongée sur le lit.", "stand > lie at bed", "stand"),
    ("Boris se tourne vers Anna.", "stand", "stand"),
    ("Boris prend la parole.", "stand", "stand"),
    ("Anna ramasse la lettre.", "stand > reach holds lettre", "stand"),
    ("Ils s'embrassent.", "stand > hug touches boris", "stand > hug touches anna"),
    ("Anna lève les mains.", "stand > hands-up", "stand"),
]


@pytest.mark.parametrize(("action", "anna", "boris"), ENGLISH)
def test_english(action: str, anna: str, boris: str) -> None:
    blocking = after(action)
    assert (story(blocking, "anna"), story(blocking, "boris")) == (anna, boris)


@pytest.mark.parametrize(("action", "anna", "boris"), SEATED)
def test_seated(action: str, anna: str, boris: str) -> None:
    blocking = block(shot(0, "Anna and Boris sit at the table."), shot(1, action))[1]
    assert (story(blocking, "anna"), story(blocking, "boris")) == (anna, boris)


@pytest.mark.parametrize(("action", "anna", "boris"), GERMAN)
def test_german(action: str, anna: str, boris: str) -> None:
    blocking = after(action, language="de")
    assert (story(blocking, "anna"), story(blocking, "boris")) == (anna, boris)


@pytest.mark.parametrize(("action", "anna", "boris"), FRENCH)
def test_french(action: str, anna: str, boris: str) -> None:
    blocking = after(action, language="fr")
    assert (story(blocking, "anna"), story(blocking, "boris")) == (anna, boris)


def test_a_language_without_words_still_places_everybody() -> None:
    blocking = after("Анна садится.", language="ru")
    assert [placed.side for placed in blocking.start] == ["left", "right"]
    assert blocking.end == ()
