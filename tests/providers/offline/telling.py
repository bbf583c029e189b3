"""Premises of our own, and how the tests ask the offline teller about them."""

from __future__ import annotations

from hypothesis import strategies as st

from storyforge.tasks.brief import Brief
from storyforge.tasks.options import OptionsContext
from storyforge.tasks.survey import Section

PREMISES = {
    "bakery": (
        "en",
        """Nora runs the bakery on Mill Street with her brothers Tom and Felix. Every morning Old Hask buys one roll and \
pays with a coin from a country that no longer exists. Nora wants to leave the town, but the bakery is in her name.

One night the oven stays cold. Felix has gambled the flour money away to Dregger, who owns the mill, the bank and the \
river. Tom goes to Dregger with a bread knife. Nora's daughter Lina follows him.

Old Hask opens his coat: it is full of coins, and they are gold. He offers them for the recipe of the black loaf, which \
their mother swore never to sell. Nora must decide before the mill bell rings.""",
    ),
    "bottle": (
        "en",
        "A lighthouse keeper finds a letter addressed to her in a bottle, thirty years after her husband drowned.",
    ),
    "dog": ("en", "A dog learns to fly."),
    "cloud": (
        "en",
        "In a town where it has not rained for nine years, a girl sells jars of sea water. A man in a raincoat buys all of "
        "them and pours them on the road. The next day there is a cloud. The town wants to keep it, and somebody "
        "suggests a cage.",
    ),
    "watches": (
        "de",
        """Anton repariert Uhren in einem Laden, den niemand mehr betritt. Eines Tages bringt Klara eine Taschenuhr, die \
rückwärts läuft. Anton erkennt sie: Er hat sie für seinen Bruder gebaut, der seit dreißig Jahren tot ist.

Klara will wissen, was im Deckel steht. Doch Anton verweigert die Antwort und öffnet nachts heimlich das Gehäuse. Am \
Morgen ist die Uhr verschwunden, und Anton ist zehn Jahre jünger.""",
    ),
    "shepherd": ("de", "Ein alter Schäfer muss seine Herde verkaufen und führt sie ein letztes Mal über den Pass."),
    "well": (
        "es",
        "Inés cava un pozo en el desierto de Almor, donde nadie ha encontrado agua en cien años. Su hermano Bruno se burla "
        "de ella y vende la mula. Un día aparece una puerta de hierro. Inés quiere saber qué hay detrás, pero Bruno roba "
        "la lámpara.",
    ),
    "bridge": (
        "fr",
        "Camille garde un pont que personne ne traverse. Un soir, un soldat blessé arrive de l'autre rive et demande à "
        "passer. Il s'appelle Matteo. Camille n'a pas le droit d'ouvrir, mais la rivière monte. Si elle ouvre, elle perd "
        "sa maison ; si elle n'ouvre pas, Matteo meurt.",
    ),
    "lighthouse": (
        "ja",
        "ユイは灯台で父の手紙を見つけた。手紙には知らない女の名前があった。ユイは港町へ行き、その女を探す。"
        "しかし、女はユイを待っていた。",
    ),
    "train": (
        "it",
        "Giulia perde il treno per Trieste perché aiuta uno sconosciuto. Lo sconosciuto si chiama Marco e ha una valigia "
        "piena di lettere. Giulia vuole fuggire dal proprio matrimonio. All'alba Marco parte, e Giulia trova una lettera "
        "per lei.",
    ),
}

_SENTENCES = {
    "en": (
        ("Mara", "Jonas", "Edda", "the harbour master", "the girl"),
        "{} finds a letter in the hold of the ferry.|{} wants to leave before winter.|Nobody believes {}.|One night {} "
        "breaks the lock of the boathouse.|But {} has lied about the fire.|The village waits for {} on the pier.|{} burns "
        "forty barrels of salted herring.|Years later {} sells clocks in a distant city.|{} must choose between the house "
        "and the sea.|A stranger pays {} to keep silent.|{} learns to play the broken organ.|The storm takes the roof, and "
        "{} laughs.",
    ),
    "de": (
        ("Mara", "Jonas", "Edda", "der Hafenmeister", "ein Mädchen"),
        "{} findet im Laderaum einen Brief.|{} will vor dem Winter fort.|Eines Nachts bricht {} das Schloss auf.|Doch {} hat "
        "über das Feuer gelogen.|Auf der Mole wartet {} mit einer Laterne.|{} verbrennt vierzig Fässer Hering.|Jahre später "
        "verkauft {} Uhren in einer fernen Stadt.|Ein Fremder bezahlt, damit {} schweigt.|Der Sturm nimmt das Dach, und {} "
        "lacht.",
    ),
    "es": (
        ("Inés", "Bruno", "Lucía", "el alcalde", "una niña"),
        "{} encuentra una carta en la bodega.|{} quiere irse antes del invierno.|Una noche {} rompe la cerradura.|Pero {} ha "
        "mentido sobre el fuego.|En el muelle espera {} con un farol.|{} quema cuarenta barriles de arenque.|Años después {} "
        "vende relojes en una ciudad lejana.|La tormenta se lleva el tejado, y {} ríe.",
    ),
}


def asked(name: str, **more: object) -> OptionsContext:
    """A question about one of the premises."""
    language, text = PREMISES[name]
    return about(text, language, **more)


def about(text: str, language: str, **more: object) -> OptionsContext:
    """A question about a text."""
    settings: dict[str, object] = {"title": "A story", "language": language, "mode": "expansion"}
    settings |= {key: more.pop(key) for key in ("type", "length", "genres", "tone", "people") if key in more}
    given: dict[str, object] = {"what": "treatment", "words": 600, "source": (Section(text=text),)}
    return OptionsContext(brief=Brief(**settings), **(given | more))  # type: ignore[arg-type]  # names of fields


@st.composite
def premises(draw: st.DrawFn) -> tuple[str, str]:
    """A language and a premise of one to fourteen different sentences, in one to three paragraphs."""
    code = draw(st.sampled_from(sorted(_SENTENCES)))
    people, sentences = _SENTENCES[code]
    patterns = sentences.split("|")
    chosen = draw(st.lists(st.sampled_from(patterns), min_size=1, max_size=len(patterns), unique=True))
    cast = draw(st.lists(st.sampled_from(people), min_size=1, max_size=4, unique=True))
    told = [pattern.format(draw(st.sampled_from(cast))) for pattern in chosen]
    told = [sentence[:1].upper() + sentence[1:] for sentence in told]
    cut = draw(st.integers(0, len(told)))
    return code, "\n\n".join(" ".join(part) for part in (told[:cut], told[cut:]) if part)
