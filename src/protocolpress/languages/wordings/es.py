"""Spanish: units, limits, modal verbs, opposites."""

from __future__ import annotations

import re

from protocolpress.languages.language import Wording

WORDING = Wording(
    nothing=re.compile(
        r"\bpor (?:una|otra|su) parte\b|\bpor medio\b|\bmás o menos\b|\bsin más\b|\bno más\b|\bse deben? a\b"
    ),
    idioms=re.compile(r"\bterceras? partes?\b|\b(?:por|en|de) (?:una |otra |su )?parte\b", re.IGNORECASE),
    units={
        "time": {
            "second": "segundo | segundos",
            "minute": "minuto | minutos",
            "hour": "hora | horas",
            "day": "día | días | diari*",
            "week": "semana* | semanal*",
            "month": "mes | meses | mensual*",
            "quarter": "trimestre* | trimestral*",
            "year": "año | años | anual*",
            "decade": "decenio* | década*",
            "century": "siglo | siglos",
        },
        "length": {
            "millimetre": "milímetro* | mm",
            "centimetre": "centímetro* | cm",
            "metre": "metro | metros",
            "kilometre": "kilómetro* | km",
            "mile": "milla | millas",
            "foot": "pie | pies",
        },
        "mass": {
            "milligram": "miligramo* | mg",
            "gram": "gramo | gramos",
            "kilogram": "kilogramo* | kg",
            "tonne": "tonelada*",
            "pound": "libra | libras",
        },
        "temperature": {"celsius": "celsius", "fahrenheit": "fahrenheit", "kelvin": "kelvin*"},
        "volume": {"litre": "litro | litros", "gallon": "galón | galones", "barrel": "barril*"},
        "currency": {
            "dollar": "dólar*",
            "euro": "euro | euros",
            "rouble": "rublo*",
            "sterling": "libra* esterlina*",
            "franc": "franco | francos",
        },
        "languages": {
            "english": "inglés | inglesa | ingleses",
            "russian": "ruso | rusa | rusos",
            "french": "francés | francesa | franceses",
            "german": "alemán | alemana | alemanes",
            "spanish": "español | española | españoles",
            "ukrainian": "ucranian*",
            "kazakh": "kazaj*",
            "chinese": "chino | china | chinos",
            "arabic": "árabe*",
        },
        "compass": {
            "north": "norte | septentrional*",
            "south": "sur | meridional*",
            "east": "este de | al este | oriental*",
            "west": "oeste | occidental*",
        },
        "days": {"calendar": "días naturales | días corridos", "working": "días hábiles | día hábil | días laborables"},
    },
    limits={
        "upper!": "a más tardar | no más tarde | no más de | como máximo | a lo sumo | no superior* | no excede*",
        "lower!": "no antes | al menos | por lo menos | no menos de | como mínimo | no inferior*",
        "upper": "antes | menos de | inferior* | hasta | dentro de | en un plazo de | en el plazo de",
        "lower": "después | más de | superior* | exced* | super* | a partir de | transcurrid* | desde",
        "upper?": "en | durante | por | anterior* | previ* | máxim*",
        "lower?": "de | del | posterior* | tras | luego | siguiente* | una vez | cuando | mínim* | sobre",
    },
    modality={
        "must": "debe | deben | deberá | deberán | está obligad* a | están obligad* a",
        "may": "puede | pueden | podrá | podrán | tiene derecho a | tienen derecho a",
        "should": "debería | deberían",
        "ban": "no podrá | no podrán | no puede | no pueden | no deberá | no deberán | no debe | no deben",
        "must?": "oblig* | necesari* | exig* | requier* | tiene que | tienen que",
        "may?": "posib* | permit* | autoriz* | derecho | derechos | libre* | podría | podrían | poder | capaz"
        " | facult*",
        "should?": "recomend* | conviene | aconsej* | debe | deben",
        "ban?": "no | ni | sin | ningun* | ningún | nada | nadie | prohib* | imposible*",
    },
    conjunctions={"and": "y | e | así como", "or": "o | u | ni"},
    opposites={
        "amount": ("aument* | increment*", "disminu* | reduc* | rebaj*"),
        "trade": ("importación | importaciones | importad*", "exportación | exportaciones | exportad*"),
        "sale": ("comprador* | compra | compras", "vendedor* | venta | ventas"),
        "loan": ("prestamista* | acreedor*", "prestatari* | deudor*"),
        "passage": ("enví* | remit* | expid*", "recib* | recepción | destinatari*"),
        "extreme": ("mínim*", "máxim*"),
        "place": ("intern*", "extern*"),
        "answer": ("acept*", "rechaz* | deneg*"),
        "direct": ("direct*", "indirect*"),
        "jointly": ("conjunt*", "separad* | individual*"),
        "duration": ("permanente*", "temporal* | provisional*"),
        "share": ("mayoría", "minoría"),
        "leave": ("autoriz* | permit*", "prohib*"),
        "form": ("escrit*", "oral* | verbal*"),
        "text": ("original*", "copia*"),
        "reach": ("nacional*", "internacional*"),
        "law of text": ("preliminar* | provisional*", "definitiv*"),
        "claim": ("demandante*", "demandad*"),
        "work": ("empleador*", "emplead* | trabajador*"),
    },
    levels=("artículo* | sección | secciones", "párrafo* | punto*", "apartado* | letra* | inciso*"),
    this="presente*",
    instruments="protocolo* | acuerdo* | tratado* | convenio* | convención* | memorando* | declaración* | contrato*",
    common=frozenset(),
    endings=(),
    short=frozenset(("a", "e", "o", "y", "u")),
)
