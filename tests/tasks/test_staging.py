"""Who stands where when a scene ends, who is named, and how a scene is to be covered."""

from __future__ import annotations

import pytest

from storyforge.tasks.mode import guess_mode
from storyforge.tasks.names import compile_names
from storyforge.tasks.pieces import Part, Piece
from storyforge.tasks.shots import CastMember
from storyforge.tasks.sides import sides_after
from storyforge.tasks.staging import staging

ANNA = CastMember(id="anna", name="ANNA BERG", pronouns="she")
BORIS = CastMember(id="boris", name="BORIS", pronouns="he")
GUARDS = CastMember(id="guards", name="GUARDS", group=True)
GUARD = CastMember(id="guard", name="GUARD")
CAST = (ANNA, BORIS, GUARDS)


def action(text: str) -> Piece:
    return Piece(kind="action", text=text)


def said(slug: str, words: str, *extensions: str) -> Piece:
    return Piece(
        kind="speech", character=slug, name=slug.upper(), parts=(Part(kind="words", text=words),), extensions=extensions
    )


def test_people_take_their_places_in_order_of_appearance() -> None:
    assert sides_after([said("boris", "Hello."), said("anna", "Hello.")], CAST) == ("boris", "anna")
    assert sides_after([action("Anna sits. Boris stands.")], CAST) == ("anna", "boris")


def test_who_was_there_before_keeps_their_place() -> None:
    assert sides_after([said("boris", "Hello.")], CAST, ("anna", "boris")) == ("anna", "boris")


def test_only_a_circling_move_swaps_two_people() -> None:
    pieces = [action("Anna sits. Boris crosses to the window."), action("Boris walks around Anna.")]
    assert sides_after(pieces[:1], CAST) == ("anna", "boris")
    assert sides_after(pieces, CAST) == ("boris", "anna")
    assert sides_after([*pieces, action("She circles him.")], CAST) == ("anna", "boris")


def test_a_voice_a_crowd_and_who_is_only_spoken_of_have_no_place() -> None:
    away = BORIS.model_copy(update={"present": False})
    assert sides_after([said("boris", "Hello.", "V.O."), said("guards", "Halt!"), said("anna", "Yes.")], CAST) == (
        "anna",
    )
    assert sides_after([action("Anna thinks of Boris.")], (ANNA, away)) == ("anna",)


def test_a_german_scene_knows_its_own_circles() -> None:
    pieces = [action("Anna sitzt. Boris geht um Anna herum.")]
    assert sides_after(pieces, CAST, (), "de") == ("boris", "anna")
    assert sides_after(pieces, CAST, (), "en") == ("anna", "boris")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna looks up.", ("anna",)),
        ("ANNA BERG, 30, and Boris.", ("anna", "boris")),
        ("An anna is an old coin.", ()),
        ("Berg has left.", ("anna",)),
        ("Annabel is somebody else.", ()),
        ("Boris's hat.", ("boris",)),
    ],
)
def test_a_name_is_found_where_it_means_somebody(text: str, found: tuple[str, ...]) -> None:
    assert compile_names(CAST, staging("en")).among(text) == found


def test_a_role_needs_an_article_where_it_is_written_small() -> None:
    names = compile_names((GUARD,), staging("en"))
    assert names.among("The guard yawns.") == ("guard",)
    assert names.among("They guard the gate.") == ()


def test_a_word_that_two_names_share_stands_for_neither() -> None:
    cast = (ANNA, CastMember(id="otto", name="OTTO BERG"), CastMember(id="old-woman", name="OLD WOMAN"))
    assert compile_names(cast, staging("en")).among("Berg meets an old woman. Woman, he says.") == ("old-woman",)


def test_a_name_without_spaces_is_found_within_the_text() -> None:
    cast = (CastMember(id="tanaka", name="田中"),)
    assert compile_names(cast, staging("ja")).among("田中は窓を見る。") == ("tanaka",)


@pytest.mark.parametrize(
    ("heading", "text", "genres", "language", "mode"),
    [
        ("INT. KITCHEN - DAY", "She cooks.", (), "en", "standard"),
        ("MONTAGE - SHE LEARNS TO COOK", "She cooks.", (), "en", "montage"),
        ("EXT. CITY - VARIOUS", "SERIES OF SHOTS:", (), "en", "montage"),
        ("INT. OFFICE - DAY", "He has seen a montage of it on television once.", (), "en", "standard"),
        ("INT. CELLAR - CAMCORDER FOOTAGE", "Dark.", (), "en", "found-footage"),
        ("INT. CELLAR - NIGHT", "Dark.", ("Horror", "Found Footage"), "en", "found-footage"),
        ("INT. SHOP - DAY", "A webcam lies in the window.", (), "en", "standard"),
        ("INT. SALOON - DAY", "The curtain rises. Exit the cook, stage left.", (), "en", "standard"),
        ("INT. KÜCHE - TAG", "BILDFOLGE:", (), "de", "montage"),
        ("INT. KELLER - HANDYVIDEO", "Dunkel.", (), "de", "found-footage"),
        ("INT. SALON - SOIR", "Il entre.", ("théâtre",), "fr", "stage"),
    ],
)
def test_a_mode_is_guessed_only_where_it_is_clear(
    heading: str, text: str, genres: tuple[str, ...], language: str, mode: str
) -> None:
    assert guess_mode(heading, [action(text)], genres, language) == mode


def test_two_paragraphs_of_stage_business_make_a_stage() -> None:
    pieces = [action("The curtain rises on a room."), said("anna", "Tea?"), action("Exit Boris, stage right.")]
    assert guess_mode("INT. ROOM", pieces) == "stage"


def test_talk_face_to_face_makes_no_montage() -> None:
    pieces = [
        action("MONTAGE of the war on a screen."),
        said("anna", "Off."),
        said("boris", "No."),
        said("anna", "Off!"),
    ]
    assert guess_mode("INT. CINEMA", pieces) == "standard"
