"""English: units, limits, modal verbs, opposites."""

from __future__ import annotations

import re

from protocolpress.languages.language import Wording

WORDING = Wording(
    nothing=re.compile(
        r"\bMay(?=,? [0-9])|(?<=[0-9] )May\b|\b(?:in|of|until|since|by|early|late|last|next) May\b"
        r"|\bone second\b|\bsecond(?= (?:time|meeting|session|part|stage|half|copy|day|month|year|paragraph|sentence))"
        r"|\b[Tt]he second\b|\bmore or less\b|\bno longer\b|\bmore than one\b|\b[Bb]efore (?=the (?:court|tribunal))"
        r"|\b(?:an hour|a year) and a half\b|\bone and a half (?:hours|years)\b|\bhalf an? (?:hour|year)\b"
        r"|\ba fortnight\b|\bthe following\b|\bworking hours\b|\bas well as\b"
        r"|\bMay (?:Day\b|it\b)|\bbefore us\b|\bmay be found\b|\bas may be\b"
    ),
    idioms=re.compile(
        r"\bon (?:the )?(?:one|other|both|all|either) (?:side|part|hand)s?\b|\bthird part(?:y|ies)\b", re.IGNORECASE
    ),
    units={
        "time": {
            "second": "second | seconds | millisecond*",
            "minute": "minute | minutes",
            "hour": "hour | hours | hourly",
            "day": "day | days | daily | workday*",
            "week": "week | weeks | weekly | fortnight*",
            "month": "month | months | monthly | semimonthly",
            "quarter": "quarter | quarters | quarterly",
            "year": "year | years | yearly | annual* | annum | biennial",
            "decade": "decade*",
            "century": "century | centuries",
        },
        "length": {
            "millimetre": "millimet* | mm",
            "centimetre": "centimet* | cm",
            "metre": "meter | meters | metre | metres",
            "kilometre": "kilomet* | km",
            "mile": "mile | miles",
            "foot": "foot | feet",
            "inch": "inch | inches",
            "yard": "yard | yards",
        },
        "area": {
            "hectare": "hectare*",
            "acre": "acre | acres",
        },
        "mass": {
            "milligram": "milligram* | mg",
            "gram": "gram | grams | gramme | grammes",
            "kilogram": "kilogram* | kg",
            "tonne": "ton | tons | tonne*",
            "pound": "pound | pounds | lb | lbs",
            "ounce": "ounce*",
        },
        "temperature": {
            "celsius": "celsius | centigrade",
            "fahrenheit": "fahrenheit",
            "kelvin": "kelvin*",
        },
        "volume": {
            "millilitre": "millilit* | ml",
            "litre": "liter | liters | litre | litres",
            "gallon": "gallon*",
            "barrel": "barrel*",
        },
        "power": {
            "watt": "watt | watts",
            "kilowatt": "kilowatt* | kw",
            "megawatt": "megawatt* | mw",
            "gigawatt": "gigawatt* | gw",
        },
        "frequency": {
            "hertz": "hertz | hz",
            "kilohertz": "kilohertz | khz",
            "megahertz": "megahertz | mhz",
            "gigahertz": "gigahertz | ghz",
        },
        "memory": {
            "byte": "byte | bytes",
            "kilobyte": "kilobyte* | kb | kib",
            "megabyte": "megabyte* | mb | mib",
            "gigabyte": "gigabyte* | gb | gib",
            "terabyte": "terabyte* | tb | tib",
        },
        "currency": {
            "dollar": "dollar*",
            "euro": "euro | euros",
            "rouble": "rouble* | ruble*",
            "sterling": "pounds sterling | sterling",
            "yen": "yen",
            "yuan": "yuan | renminbi",
            "franc": "franc | francs",
            "cent": "cent | cents",
        },
        "clock": {
            "utc": "utc | coordinated universal time | universal time",
            "gmt": "gmt | greenwich mean time",
            "moscow": "moscow time",
            "local": "local time",
            "eastern": "eastern time | est | edt",
            "central": "central time",
            "pacific": "pacific time",
        },
        "languages": {
            "english": "english",
            "russian": "russian",
            "french": "french",
            "german": "german",
            "spanish": "spanish",
            "ukrainian": "ukrainian",
            "kazakh": "kazakh",
            "chinese": "chinese",
            "arabic": "arabic",
            "italian": "italian",
            "japanese": "japanese",
        },
        "compass": {
            "north": "north | northern | northward* | northerly",
            "south": "south | southern | southward* | southerly",
            "east": "east | eastern | eastward*",
            "west": "west | western | westward*",
            "northeast": "northeast* | north-east*",
            "northwest": "northwest* | north-west*",
            "southeast": "southeast* | south-east*",
            "southwest": "southwest* | south-west*",
        },
        "days": {
            "calendar": "calendar days | calendar day",
            "working": "working days | working day | business days | business day",
        },
    },
    limits={
        "upper!": "not later than | no later than | at the latest | not more than | no more than | not to exceed"
        " | not exceeding | not exceed | at most | not after | not longer than | no longer than | not greater than"
        " | no greater than",
        "lower!": "not earlier than | no earlier than | not before | not until | not sooner than | no sooner than"
        " | not less than | no less than | not fewer than | no fewer than | at least | at the earliest"
        " | not lower than"
        " | no lower than",
        "upper": "less than | fewer than | lower than | prior to | before | until | till | within | earlier than"
        " | sooner than | shorter than | preceding",
        "lower": "more than | greater than | higher than | longer than | later than | exceed* | after | older than"
        " | onward*",
        "upper?": "by | up to | maximum | max | below | through | ago | as long as | while | under | pending | latest"
        " | previous* | earlier | during | limit* | last | to | unless | less | fewer | early | by the time | yet",
        "lower?": "from | since | upon | following | as of | starting | above | over | minimum | min | beyond"
        " | once | when | later | subsequent* | further | earliest | thereafter | more | late | then | out",
    },
    modality={
        "must": "shall | must | is obliged | are obliged | obliged to | is required to | are required to",
        "may": "may | is entitled | are entitled | entitled to | has the right | have the right | is free to"
        " | are free to | has a right | have a right",
        "should": "should | ought",
        "ban": "shall not | must not | may not | shall no | is not entitled | are not entitled | cannot | can not"
        " | is prohibited | are prohibited",
        "must?": "will | have to | has to | need* | is to | are to | be to | obligation* | obligat* | require* | duty"
        " | duties | mandatory | necessary | undertake* | responsib* | bound | subject to | needed | force*"
        " | compulsory | ensure*",
        "ban?": "no | not | neither | nor | nothing | none | nobody | never | without | unable | fail* | only",
        "may?": "can | cannot | can not | could | might | possib* | permit* | allow* | able | unable | optional*"
        " | right | rights"
        " | let | lets"
        " | authori* | discretion | perhaps | would | option | enabl* | eligible | possibly | free"
        " | impossib* | inability | choose | potential* | likely",
        "should?": "recommend* | advis* | advice | desirable | suggest* | appropriate | encourage* | better | please"
        " | want | follow* | next | need* | would",
    },
    conjunctions={"and": "and", "or": "or | nor"},
    opposites={
        "amount": ("increas* | rais* | rise | rises | grow*", "decreas* | reduc* | lower* | lessen* | diminish*"),
        "trade": ("import | imports | imported | importing | importer*", ("export | exports | exported"
        " | exporting | exporter*")),
        "sale": ("buyer* | purchaser* | buy | buys | purchase*", "seller* | vendor* | sell | sells | sale | sales"),
        "loan": ("lender* | creditor*", "borrower* | debtor*"),
        "passage": ("send* | dispatch* | sent", "receiv* | recipient* | receipt"),
        "place": ("internal*", "external*"),
        "access": ("public | publicly", "confidential* | secret*"),
        "order": ("previous* | preceding", "next | subsequent*"),
        "extreme": ("minimum | minimal", "maximum | maximal"),
        "rank": ("first", "last"),
        "span": ("begin* | start* | commenc* | beginning", ("end | ends | ended | ending | finish* | complet*"
        " | expir* | terminat* | stop*")),
        "force": ("enters into force | enter into force | entry into force | takes effect | take effect",
                  "terminat* | cease* to be in force | expir*"),
        "answer": ("accept*", "reject* | refus*"),
        "consent": ("approv*", "disapprov* | reject* | refus*"),
        "direct": ("direct | directly", "indirect*"),
        "jointly": ("joint | jointly", "separate* | individual*"),
        "sides": ("unilateral*", "bilateral* | mutual*"),
        "home": ("domestic*", "foreign*"),
        "duration": ("permanent*", "temporar* | provisional*"),
        "will": ("voluntar*", "compulsory | mandatory | obligatory"),
        "law": ("lawful* | legal", "unlawful* | illegal*"),
        "share": ("majority", "minority"),
        "height": ("upper", "lower"),
        "scope": ("includ*", "exclud* | except | excluding"),
        "leave": ("allow* | permit*", "prohibit* | forbid* | not allow* | not permit* | cannot | disallow*"),
        "door": ("open | opens | opened | opening", "close | closes | closed | closing"),
        "extent": ("full | fully | entire*", "partial* | partly"),
        "claim": ("plaintiff* | claimant*", "defendant* | respondent*"),
        "work": ("employer*", "employee* | worker*"),
        "company": ("parent company", "subsidiary | subsidiaries"),
        "payment": ("payer*", "payee*"),
        "reach": ("national", "international"),
        "form": ("written | in writing", "oral* | verbal*"),
        "result": ("profit*", "loss | losses"),
        "text": ("original*", "copy | copies"),
        "light": ("day | daytime", "night*"),
        "side": ("left-hand", "right-hand"),
        "crew": ("crewed | manned", "uncrewed | unmanned | robotic"),
        "flight": ("launch*", "landing* | land | lands | landed"),
        "dock": ("dock | docks | docked | docking", "undock*"),
        "extension": ("extend* | prolong* | lengthen*", "shorten* | curtail*"),
        "party": ("either party | each party | both parties", "neither party"),
        "success": ("success*", "fail* | unsuccess*"),
        "truth": ("true | correct | correctly", "false | incorrect*"),
        "depth": ("rise | ascent", "descent"),
        "heat": ("heat* | warm*", "cool* | cold*"),
        "life": ("birth* | born", "death* | died"),
        "gain": ("add | adds | added | adding | addition", "remov* | delet*"),
        "inflow": ("entry | enter | enters | arriv*", "exit* | leav* | depart*"),
        "part": ("appoint*", "dismiss*"),
        "law of text": ("interim | preliminary", "final"),
        "number": ("former", "latter"),
    },
    levels=("article* | section* | part | parts", "paragraph*", "sub-paragraph* | subparagraph* | item* | point*"),
    this="this",
    instruments="protocol | agreement | treaty | convention | memorandum | declaration | contract | charter"
    " | arrangement",
    common=frozenset((
        "this", "that", "these", "those", "with", "from", "into", "their", "them", "they", "which", "whose",
        "where", "when",
        "other", "such", "have", "been", "were", "will", "than", "then", "also", "only", "each", "both", "under",
        "between",
    )),
    endings=(
        "s", "ing", "ed", "ion", "ment", "ity", "ly", "ness", "ble", "ous", "ive", "al", "nce", "er", "ure", "ory",
        "nt",
        "ist", "ism", "ship", "ful", "less", "ate", "ize", "ify", "age", "ery", "th", "ght",
    ),
    short=frozenset(("a", "i")),
    duty="shall",
)  # fmt: skip
