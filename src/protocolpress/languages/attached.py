"""Titles of instruments as the words above an annex name them: "to the Protocol on Lights", «к Протоколу об огнях».

In: a title in the nominative. Out: the same with a preposition, and its first nouns inflected for it. Only the nouns
that instruments begin with are known; None for any other title, which then stands by itself. Cannot fail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ENGLISH = (
    "Agreement Arrangement Charter Communiqué Contract Convention Corrigendum Decision Declaration Exchange Framework "
    "Implementing Joint Letter Memorandum Minutes Note Plan Procedure Program Programme Protocol Record Regulations "
    "Report Resolution Rules Statement Terms Treaty Understanding"
)

_TABLES: Mapping[str, Mapping[str, str]] = {
    "en": {noun: f"to the {noun}" for noun in _ENGLISH.split()}
    | {f"{first} {noun}": f"to the {first} {noun}" for first in ("Additional", "Final") for noun in _ENGLISH.split()},
    "ru": {
        "Акт": "к Акту",
        "Декларация": "к Декларации",
        "Договор": "к Договору",
        "Договоренность": "к Договоренности",
        "Дополнительное соглашение": "к Дополнительному соглашению",
        "Дополнительный протокол": "к Дополнительному протоколу",
        "Доклад": "к Докладу",
        "Заключительный акт": "к Заключительному акту",
        "Запись": "к Записи",
        "Заявление": "к Заявлению",
        "Исполнительное соглашение": "к Исполнительному соглашению",
        "Исполнительная договоренность": "к Исполнительной договоренности",
        "Контракт": "к Контракту",
        "Конвенция": "к Конвенции",
        "Меморандум": "к Меморандуму",
        "Отчет": "к Отчету",
        "Памятная записка": "к Памятной записке",
        "Письмо": "к Письму",
        "План": "к Плану",
        "Положение": "к Положению",
        "Порядок": "к Порядку",
        "Правила": "к Правилам",
        "Программа": "к Программе",
        "Протокол": "к Протоколу",
        "Рамочное соглашение": "к Рамочному соглашению",
        "Регламент": "к Регламенту",
        "Решение": "к Решению",
        "Совместная декларация": "к Совместной декларации",
        "Совместное заявление": "к Совместному заявлению",
        "Соглашение": "к Соглашению",
        "Устав": "к Уставу",
    },
    "uk": {
        "Акт": "до Акта",
        "Декларація": "до Декларації",
        "Договір": "до Договору",
        "Домовленість": "до Домовленості",
        "Додатковий протокол": "до Додаткового протоколу",
        "Заява": "до Заяви",
        "Звіт": "до Звіту",
        "Запис": "до Запису",
        "Конвенція": "до Конвенції",
        "Лист": "до Листа",
        "Меморандум": "до Меморандуму",
        "План": "до Плану",
        "Програма": "до Програми",
        "Протокол": "до Протоколу",
        "Рамкова угода": "до Рамкової угоди",
        "Рішення": "до Рішення",
        "Спільна заява": "до Спільної заяви",
        "Угода": "до Угоди",
    },
    "fr": {
        "Accord": "à l’Accord",
        "Arrangement": "à l’Arrangement",
        "Acte": "à l’Acte",
        "Avenant": "à l’Avenant",
        "Charte": "à la Charte",
        "Compte rendu": "au Compte rendu",
        "Contrat": "au Contrat",
        "Convention": "à la Convention",
        "Décision": "à la Décision",
        "Déclaration": "à la Déclaration",
        "Lettre": "à la Lettre",
        "Mémorandum": "au Mémorandum",
        "Plan": "au Plan",
        "Procès-verbal": "au Procès-verbal",
        "Programme": "au Programme",
        "Protocole": "au Protocole",
        "Rapport": "au Rapport",
        "Règlement": "au Règlement",
        "Traité": "au Traité",
    },
    "es": {
        "Acta": "al Acta",
        "Acuerdo": "al Acuerdo",
        "Carta": "a la Carta",
        "Contrato": "al Contrato",
        "Convención": "a la Convención",
        "Convenio": "al Convenio",
        "Decisión": "a la Decisión",
        "Declaración": "a la Declaración",
        "Informe": "al Informe",
        "Memorando": "al Memorando",
        "Memorándum": "al Memorándum",
        "Plan": "al Plan",
        "Programa": "al Programa",
        "Protocolo": "al Protocolo",
        "Reglamento": "al Reglamento",
        "Tratado": "al Tratado",
    },
    "de": {
        "Abkommen": "zum Abkommen",
        "Arbeitsplan": "zum Arbeitsplan",
        "Bericht": "zum Bericht",
        "Beschluss": "zum Beschluss",
        "Brief": "zum Brief",
        "Erklärung": "zur Erklärung",
        "Memorandum": "zum Memorandum",
        "Niederschrift": "zur Niederschrift",
        "Programm": "zum Programm",
        "Protokoll": "zum Protokoll",
        "Schreiben": "zum Schreiben",
        "Übereinkommen": "zum Übereinkommen",
        "Vereinbarung": "zur Vereinbarung",
        "Vertrag": "zum Vertrag",
        "Zusatzprotokoll": "zum Zusatzprotokoll",
    },
}


def named(title: str, locale: str) -> str | None:
    """Return *title* with the preposition that follows "Annex"; None if its first noun is not known."""
    for head, phrase in _TABLES.get(re.split("[-_]", locale)[0], {}).items():
        if title.startswith(head) and not title[len(head) :][:1].isalnum():
            return re.sub(r"^(\w) ", "\\1\u00a0", phrase) + title[len(head) :]
    return None
