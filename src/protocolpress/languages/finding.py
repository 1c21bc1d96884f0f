"""Tables for finding the words of each language in any form: dictionaries, stemmers, endings, families of verbs."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Verbs of one root and their nouns: «вступать», «вступить», «вступление»."""

    verbs: tuple[str, ...]
    """Endings of infinitives, the longest first."""
    nouns: tuple[str, ...]
    """Endings of their nouns, the longest first."""
    changes: tuple[tuple[str, str], ...]
    """Changes of the last consonants, from the changed one to the original: «утвержд», «утверд»."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How the forms of a word are recognized: by a dictionary, by a stemmer, or by endings alone."""

    dictionary: str = ""
    """The code of a dictionary of pymorphy3."""
    family: Family | None = None
    algorithm: str = ""
    """The name of an algorithm of Snowball."""
    endings: tuple[str, ...] = ()
    """Endings of forms that a reader may type; with neither dictionary nor algorithm, all endings."""
    vowels: tuple[tuple[str, str], ...] = ()
    """Vowels of a stem that change in some forms: Vertrag, Verträge."""


NO_FINDING = Finding()


def _endings(text: str) -> tuple[str, ...]:
    return ("", *text.split())


ENGLISH = Finding(
    algorithm="english",
    endings=_endings(
        "s es ed d ing er ers or ors ly 's ment ments ion ions ate ates ated ating ation ations ative ator "
        "ators al ally able ably ance ances ant ants ence ences ent ents ful fully ness ive ively ize izes "
        "ized izing ization y ies ied e"
    ),
)

RUSSIAN = Finding(
    dictionary="ru",
    family=Family(
        verbs=("ывать", "ивать", "евать", "овать", "вать", "нуть", "ать", "ять", "еть", "ить", "уть"),
        nouns=("ление", "вание", "ание", "ение", "тие"),
        changes=(
            ("вл", "в"),
            ("бл", "б"),
            ("пл", "п"),
            ("мл", "м"),
            ("жд", "д"),
            ("щ", "т"),
            ("ч", "т"),
            ("ш", "с"),
            ("ж", "д"),
        ),
    ),
)

UKRAINIAN = Finding(
    dictionary="uk",
    family=Family(
        verbs=("овувати", "ювати", "увати", "ювати", "вати", "нути", "ати", "яти", "іти", "ити", "ути"),
        nouns=("лення", "вання", "ання", "ення", "ття"),
        changes=(
            ("вл", "в"),
            ("бл", "б"),
            ("пл", "п"),
            ("мл", "м"),
            ("дж", "д"),
            ("щ", "т"),
            ("ч", "т"),
            ("ш", "с"),
            ("ж", "д"),
        ),
    ),
)

FRENCH = Finding(
    algorithm="french",
    endings=_endings(
        "s e es é ée és ées er ez ent ons ait aient ant ante ants antes ation ations ateur ateurs atrice "
        "ement ements ment ments al ale aux ales if ive ifs ives ique iques isme iste istes eur eurs euse "
        "euses ir it is issent issant era eront x eux té tés ité ités ion ions"
    ),
)

GERMAN = Finding(
    algorithm="german",
    vowels=(("au", "äu"), ("a", "ä"), ("o", "ö"), ("u", "ü")),
    endings=_endings(
        "e en er es em ern n s st t te ten tet est end ende enden ung ungen keit heit heiten ig ige igen lich"
    ),
)

SPANISH = Finding(
    algorithm="spanish",
    endings=_endings(
        "s es o a os as e en an ar er ir ado ada ados adas ido ida idos idas ando iendo ción ciones ación "
        "aciones ador adores adora amiento amientos imiento imientos mente able ables ible ibles al ales ico "
        "ica icos icas ivo iva ivos ivas ará arán aron ieron ó é aba aban ía ían idad idades oso osa"
    ),
)

KAZAKH = Finding(
    endings=_endings(
        "лар лер дар дер тар тер ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті н да де та те "
        "нда нде дан ден тан тен нан нен мен бен пен сы сі ы і лары лері дары дері тары тері ларын лерін "
        "дарын дерін тарын терін ларының лерінің дарының дерінің тарының терінің ларында лерінде дарында "
        "дерінде тарында терінде ларына леріне дарына деріне тарына теріне ларды лерді дарды дерді тарды "
        "терді лардың лердің дардың дердің тардың тердің ларға лерге дарға дерге тарға терге сын сін сының "
        "сінің сында сінде сына сіне ын ін ының інің ында інде ына іне ынан інен"
    ),
)
