"""Faults that turn the sense of a legal text around, planted into good Russian translations of English texts.

In: a source and its translation. Out: the translation with one fault, once for each place where it can be made. The
tables know nothing of the rules: they were written from lists of what lawyers look for, and are longer than what any
single text has. `faults` plants the faults of other kinds.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

import pymorphy3

from protocolpress.checks.rule import Pair

PairPlanter = Callable[[Pair], Iterator[str]]
"""A translation with its source → the translation with a fault, once for each that there can be."""

_HIDDEN = re.compile(r"\]\([^()]*\)|\[\^[^\]]*\]|\{[^{}]*\}|<[^<>]*>|@[\w/-]+")
_WORD = re.compile(r"(?<![\w{@#/(-])[а-яё]+(?![\w}-])", re.IGNORECASE)


def _masked(text: str) -> str:
    return _HIDDEN.sub(lambda match: "\ufffc" * len(match[0]), text)


def swapped(*table: tuple[str, str], unless: re.Pattern[str] | None = None) -> PairPlanter:
    """Make a planter that replaces what a pattern finds outside of markup, keeping a capital at the beginning.

    Nothing is replaced behind *unless*.
    """
    patterns = [(re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), words) for pattern, words in table]

    def plant(pair: Pair) -> Iterator[str]:
        for pattern, words in patterns:
            for match in pattern.finditer(_masked(pair.target)):
                if unless and unless.search(pair.target[: match.start()]):
                    continue
                new = match.expand(words)
                new = new[:1].upper() + new[1:] if match[0][0].isupper() else new
                end = match.end() + (not new and pair.target[match.end() :].startswith(" "))
                yield pair.target[: match.start()] + new + pair.target[end:]

    return plant


units = swapped(
    (r"(\d) дней", r"\1 недель"), (r"(\d) дней", r"\1 месяцев"), (r"(\d) минут", r"\1 часов"),
    (r"(\d) минут", r"\1 секунд"),
    (r"(\d) месяцев", r"\1 дней"), (r"(\d) месяцев", r"\1 лет"), (r"(\d) час(ов|а)", r"\1 минут"),
    (r"(\d) лет", r"\1 месяцев"),
    (r"(пяти|десяти|двух) лет", r"\1 месяцев"), (r"(восемь|пять) дней", r"\1 часов"), (r"две недели", "два месяца"),
    (r"шесть месяцев", "шесть недель"), (r"три месяца", "три дня"), (r"каждый час", "каждый день"),
    (r"каждый месяц", "каждую неделю"), (r"каждый квартал", "каждый месяц"), (r"одного часа", "одного дня"),
    (r"километр(ов|а|ах)", r"метр\1"), (r"километров", "миль"), (r"литр(ов|ах)", r"галлон\1"), (r"метра?", "фута"),
    (r"метров", "футов"), (r"сантиметр(ов|ах)", r"миллиметр\1"), (r"килограмм(ов|а|ах)", r"тонн"), (r"тонн",
    "килограммов"),
    (r"миллиграммов", "граммов"), (r"милях", "километрах"), (r"мегагерц", "килогерц"), (r"киловатт", "мегаватт"),
    (r"гигабайт", "мегабайт"), (r"гектаров", "акров"), (r"Цельсия", "Фаренгейта"), (r"в евро", "в долларах"),
    (r"в долларах", "в евро"), (r"рублях", "долларах"), (r"московскому", "местному"), (r"английском", "французском"),
    (r"русском", "немецком"), (r"французский", "немецкий"), (r"испанский", "английский"), (r"северного", "южного"),
    (r"севере", "востоке"), (r"восточная", "западная"), (r"западу", "северу"), (r"рабочих дней", "календарных дней"),
    (r"ежегодно", "ежемесячно"), (r"ежедневно", "еженедельно"), (r"раз в год", "раз в месяц"), (r"раз в неделю",
    "раз в день"),
    (r"календарных дн", "рабочих дн"), (r"недел(и|ю|ь)", r"месяца"),
)  # fmt: skip

limits = swapped(
    ("не позднее", "не ранее"), ("не позднее", "позднее"), ("не ранее", "не позднее"), ("не более", "не менее"),
    ("не более", "более"), ("не менее", "не более"), ("не менее", "менее"), ("до", "после"), ("после", "до"),
    ("в течение", "по истечении"), ("менее", "более"), ("более", "менее"), ("свыше", "менее"), ("превышает",
    "не превышает"),
    ("не реже", "не чаще"), ("как минимум", "как максимум"), ("начиная с", "до"), ("старше", "моложе"),
    ("прежде чем", "после того как"), ("по истечении", "до истечения"), ("ранее", "позднее"), ("превысить",
    "не превысить"),
)  # fmt: skip

modality = swapped(
    ("вправе", "обязан"), ("вправе", "обязана"), ("может", "должен"), ("может", "обязана"), ("могут", "должны"),
    ("могут", "обязаны"), ("обязана?", "вправе"), ("обязаны", "вправе"), ("должен", "может"), ("должна", "может"),
    ("должно", "может"), ("должны", "могут"), ("обязаны", "могут"), ("следует", "надлежит"), ("не вправе", "вправе"),
    ("не может", "может"), ("должен", "вправе"),
    unless=re.compile(r"\bне $", re.IGNORECASE),  # «не должен» and «не может» forbid alike
)  # fmt: skip


def duties(pair: Pair) -> Iterator[str]:
    """Make a permission of a duty that the verb alone says: «направляет» → «может направлять»."""
    if not re.search(r"\b(?:shall|must)\b", pair.source):
        return
    for match in _WORD.finditer(_masked(pair.target)):
        parse = _ANALYZER.parse(match[0])[0]
        able = parse.normal_form in ("мочь", "иметь")
        if parse.tag.POS == "VERB" and parse.tag.tense == "pres" and parse.tag.person == "3per" and not able:
            may = "может" if parse.tag.number == "sing" else "могут"
            yield f"{pair.target[: match.start()]}{may} {parse.normal_form}{pair.target[match.end() :]}"


conjunctions = swapped(("и", "или"), ("или", "и"), ("либо", "и"), ("а также", "или"))

opposites = swapped(
    ("увеличен", "уменьшен"), ("ввозимые", "вывозимые"), ("вывозимые", "ввозимые"), ("минимальный", "максимальный"),
    ("внутренние", "внешние"), ("отклоняет", "принимает"), ("конфиденциальная", "открытая"), ("первый", "последний"),
    ("начале", "конце"), ("верхняя", "нижняя"), ("прямой", "косвенный"), ("совместная", "отдельная"),
    ("письменной", "устной"), ("отклонен", "принят"), ("временным", "постоянным"), ("временный", "постоянный"),
    ("национальное", "международное"), ("полную", "частичную"), ("работодатель", "работник"), ("истец", "ответчик"),
    ("подлинник", "копию"), ("большинство", "меньшинство"), ("одобрить", "отклонить"), ("законный", "незаконный"),
    ("открыта?", "закрыт"), ("иностранные", "отечественные"), ("открытых", "закрытых"), ("вступает в силу",
    "прекращает действие"),
    ("кредитор", "должник"), ("продавец", "покупатель"), ("покупателю", "продавцу"), ("отправляющая", "получающая"),
    ("окончания", "начала"), ("предварительн(ые|ым)", r"окончательн\1"), ("окончательн(ые|ых|ом)", r"предварительн\1"),
    ("завершения", "начала"), ("разрешено", "запрещено"), ("запрещено", "разрешено"), ("запрещен", "разрешен"),
    ("отправителя", "получателя"), ("отправитель", "получатель"), ("получаемые", "отправляемые"), ("отправлен",
    "получен"),
    ("сокращена", "увеличена"), ("взаимному", "одностороннему"), ("письменного", "устного"), ("включая", "исключая"),
    ("первый этап", "последний этап"), ("увеличивает", "сокращает"), ("продлевается", "сокращается"), ("назначает",
    "отстраняет"),
    ("прекратить", "продлить"), ("продлить", "сократить"), ("вступает", "выходит"), ("приземляется", "стартует"),
    ("взаимный", "односторонний"), ("начинается", "завершается"), ("завершается", "начинается"), ("заранее",
    "впоследствии"),
    ("открывается", "закрывается"), ("кредитора", "должника"), ("заемщик", "заимодавец"), ("подлежат", "не подлежат"),
)  # fmt: skip

negations = swapped(("не", ""), ("без", "с"), ("ни одна из", "каждая из"))


def added_negations(pair: Pair) -> Iterator[str]:
    """Deny what a verb says."""
    for match in _WORD.finditer(_masked(pair.target)):
        parse = _ANALYZER.parse(match[0])[0]
        before = pair.target[: match.start()].rstrip().lower()
        if parse.tag.POS == "VERB" and parse.is_known and not before.endswith((" не", "не", "ни")):
            yield f"{pair.target[: match.start()]}не {pair.target[match.start() :]}"


# ── references and sides ─────────────────────────────────────────────────────────────────────────────────────────────

_REFERENCE = re.compile(r"\[([^\[\]]*\{(?:this)?\}[^\[\]]*)\]\((?=[^()]*#)")


def numberless(pair: Pair) -> Iterator[str]:
    """Lose the `{}` of a reference."""
    for match in _REFERENCE.finditer(pair.target):
        words = re.sub(r"\s*\{(?:this)?\}", "", match[1])
        if words:
            yield f"{pair.target[: match.start(1)]}{words}{pair.target[match.end(1) :]}"


def wrong_nouns(pair: Pair) -> Iterator[str]:
    """Cite an article as a paragraph, a sub-paragraph as an article, and so on, in the same case."""
    forms = {
        "стать": ("статьи", "статьей", "статье", "статью", "статья"),
        "пункт": ("пункта", "пунктом", "пункте", "пункт", "пункт"),
        "подпункт": ("подпункта", "подпунктом", "подпункте", "подпункт", "подпункт"),
    }
    for match in _REFERENCE.finditer(pair.target):
        noun = match[1].split()[0]
        for stem, cases in forms.items():
            if noun in cases:
                for other, others in forms.items():
                    if other != stem:
                        words = match[1].replace(noun, others[cases.index(noun)], 1)
                        yield f"{pair.target[: match.start(1)]}{words}{pair.target[match.end(1) :]}"


def wrong_sides(pair: Pair) -> Iterator[str]:
    """Swap the targets of two parties, or give one that of another."""
    targets = [*dict.fromkeys(re.findall(r"\(@(parties/[a-z]+)\)", pair.target))]
    if len(targets) == 2:
        one, other = targets
        yield pair.target.replace(one, "\0").replace(other, one).replace("\0", other)
        yield pair.target.replace(f"(@{one})", f"(@{other})", 1)


# ── what is lost ─────────────────────────────────────────────────────────────────────────────────────────────────────


def capitals(pair: Pair) -> Iterator[str]:
    """Write «стороны» for «Стороны», and the like, once in each text."""
    for match in re.finditer(r"(?<=[а-я,] )(Сторон|Протокол|Соглашени)(?=[а-я]{0,3}\b)", _masked(pair.target)):
        yield pair.target[: match.start()] + match[0].lower() + pair.target[match.end() :]


def lost_items(pair: Pair) -> Iterator[str]:
    """Lose an item of an enumeration of three or more: the one before the last comma, or the last but one."""
    for match in re.finditer(
        r", ([а-яё]+(?: [а-яё]+){0,2})(?=(?:, [а-яё ]+)? (?:и|или|а также) [а-яё])", _masked(pair.target)
    ):
        if re.search(r"\w+, (?:\w+ ){0,3}\w+,? (?:and|or) ", pair.source):
            yield pair.target[: match.start()] + pair.target[match.end() :]


def lost_conjunctions(pair: Pair) -> Iterator[str]:
    """Lose the conjunction at the end of an item."""
    if match := re.search(r"(?<=[;,]) (?:и|или|либо)$", pair.target):
        yield pair.target[: match.start()]


def latin_letters(pair: Pair) -> Iterator[str]:
    """Type a word of one letter in the other alphabet."""
    for match in re.finditer(r"(?<![\w(«„-])[сваоук](?= [а-яё])", _masked(pair.target)):
        latin = match[0].translate(str.maketrans("сваоук", "cBaoyk"))
        if match[0] not in "вк":
            yield pair.target[: match.start()] + latin + pair.target[match.end() :]


def english_words(pair: Pair) -> Iterator[str]:
    """Leave a word of the source where its translation was, at the same part of the text."""
    there = [
        match[0] for match in re.finditer(r"(?<![\w#@/{.(-])[a-z]{4,}(?![\w}/.)-])", _HIDDEN.sub(" ", pair.source))
    ]
    places = [match for match in _WORD.finditer(_masked(pair.target)) if len(match[0]) > 3]
    if len(there) < 3 or len(places) < 3:
        return
    for index in (len(there) // 3, 2 * len(there) // 3):
        place = places[index * len(places) // len(there)]
        yield pair.target[: place.start()] + there[index] + pair.target[place.end() :]


def lost_sentences(pair: Pair) -> Iterator[str]:
    """Lose one of several sentences."""
    parts = re.split(r"(?<=[а-яё\d)]{3}\.) (?=[А-ЯЁ])", pair.target)
    if len(parts) > 1 and ". " in pair.source:
        for place in range(len(parts)):
            yield " ".join(parts[:place] + parts[place + 1 :])


def added_sentences(pair: Pair) -> Iterator[str]:
    """Add a sentence."""
    if pair.target.endswith(".") and len(pair.target) < 250:
        yield f"{pair.target} Стороны продолжают консультации по этому вопросу."


# ── forms of words ───────────────────────────────────────────────────────────────────────────────────────────────────

_ANALYZER = pymorphy3.MorphAnalyzer()


def _inflected(word: str, *grammemes: str) -> str:
    parse = _ANALYZER.parse(word)[0]
    form = parse.inflect(set(grammemes))
    return form.word if form and form.word != word.lower() else ""


def wrong_cases(pair: Pair) -> Iterator[str]:
    """Put a noun behind a preposition into the nominative or another case."""
    table = (("в соответствии с", "gent"), ("со?", "datv"), ("в течение", "datv"), ("после", "datv"), ("до", "datv"),
             ("для", "datv"), ("на основе", "datv"), ("в рамках", "datv"), ("путем", "datv"), ("без", "datv"),
             ("между", "datv"),
             ("в целях", "datv"), ("при", "gent"), ("к", "gent"), ("от", "datv"), ("из", "datv"))  # fmt: skip
    for preposition, case in table:
        for match in re.finditer(rf"(?<![\w]){preposition} ([а-яё]{{4,}})", _masked(pair.target), re.IGNORECASE):
            parse = _ANALYZER.parse(match[1])[0]
            if parse.tag.POS in ("NOUN", "ADJF") and parse.is_known and (form := _inflected(match[1], case)):
                yield pair.target[: match.start(1)] + form + pair.target[match.end(1) :]


def wrong_agreement(pair: Pair) -> Iterator[str]:
    """Put an adjective before its noun into another gender or number, or a verb into another number."""
    words = [*_WORD.finditer(_masked(pair.target))]
    for one, other in itertools.pairwise(words):
        left, right = _ANALYZER.parse(one[0])[0], _ANALYZER.parse(other[0])[0]
        if (
            left.tag.POS == "ADJF"
            and right.tag.POS == "NOUN"
            and left.tag.case == right.tag.case
            and "Apro" not in left.tag.grammemes  # `in tag` knows those of the dictionary that was loaded last
        ):
            if pair.target[one.end() : other.start()] != " " or left.tag.number != right.tag.number:
                continue
            if (form := _inflected(one[0], "plur" if left.tag.number == "sing" else "sing")) and one[0].islower():
                yield pair.target[: one.start()] + form + pair.target[one.end() :]
    first = words[0] if words else None
    verbs = [word for word in words[1:3] if _ANALYZER.parse(word[0])[0].tag.POS == "VERB"]
    if first and verbs and _ANALYZER.parse(first[0])[0].tag.POS == "NOUN" and first[0][0].isupper():
        number = "plur" if _ANALYZER.parse(verbs[0][0])[0].tag.number == "sing" else "sing"
        if form := _inflected(verbs[0][0], number):
            yield pair.target[: verbs[0].start()] + form + pair.target[verbs[0].end() :]


def misspelled(pair: Pair) -> Iterator[str]:
    """Lose a letter, type it twice, swap two, each in the middle of a long word."""
    for match in _WORD.finditer(_masked(pair.target)):
        word, middle = match[0], len(match[0]) // 2
        if len(word) < 7 or not word.islower():
            continue
        for wrong in (
            word[:middle] + word[middle + 1 :],
            word[:middle] + word[middle] + word[middle:],
            word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :],
        ):
            if wrong != word:
                yield pair.target[: match.start()] + wrong + pair.target[match.end() :]


KINDS: Sequence[tuple[str, str, PairPlanter]] = (
    ("number of a reference", "reference-number", numberless),
    ("noun of a reference", "reference-noun", wrong_nouns),
    ("target of a party", "wrong-side", wrong_sides),
    ("unit", "unit-mismatch", units),
    ("limit", "limit-mismatch negation-mismatch", limits),
    ("modal verb", "modality-mismatch negation-mismatch", modality),
    ("duty made a permission", "modality-mismatch", duties),
    ("conjunction", "conjunction-mismatch last-conjunction", conjunctions),
    ("lost not", "negation-mismatch limit-mismatch modality-mismatch opposite-meaning", negations),
    ("added not", "negation-mismatch limit-mismatch modality-mismatch opposite-meaning", added_negations),
    ("opposite", "opposite-meaning limit-mismatch negation-mismatch", opposites),
    ("capital of a term", "lost-capital instrument-capital", capitals),
    ("item of an enumeration", "lost-item", lost_items),
    ("last conjunction", "last-conjunction", lost_conjunctions),
    ("letter of the other alphabet", "foreign-letter", latin_letters),
    ("English word", "untranslated-word", english_words),
    ("lost sentence", "sentence-count", lost_sentences),
    ("added sentence", "sentence-count", added_sentences),
    ("case", "wrong-case no-agreement", wrong_cases),
    ("agreement", "no-agreement wrong-case", wrong_agreement),
    ("spelling", "misspelled-word", misspelled),
)
"""Name, the rules that may find it, the planter."""
