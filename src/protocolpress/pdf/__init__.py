"""PDFs: merging tagged documents into one, and reading the contents of a PDF.

In: the bytes of PDFs made from pages. Out: the bytes of one tagged PDF (`merge`), and plain facts about a PDF
(`facts`). The same parts give the same bytes in every process; dates are arguments, never the clock. A part that cannot
be merged without losing words, tags or links is refused with a `CompendiumError` that names it.

    merge         parts → one PDF; the order of the work and the document-wide parts of the file
    structure     the tags of all parts in one tree
    annexes       PDFs from elsewhere in the place of a document's blank sheets
    foreign       what a PDF from elsewhere must be, to become part of a document
    faces         font programs of one face, joined
    object_copy   the objects of one part, renumbered and renamed, so that equal names of two parts stay apart
    relocate      a part prepared for linking, so that only numbers are missing
    symbols       what the linker fills in, as marks in its texts
    objects       the table of objects of the new file, and its bytes
    parsing       bytes → an open PDF, or a problem: where the exceptions of pypdf end
    trees         name trees and number trees; outlines
    folio         page labels, and the folio that is stamped on each page
    links         addresses of other documents, as pages write them and as a file carries them
    xmp           the metadata packet
    typefaces     the typefaces of pages and the files of their faces
    fontconfig    no fonts of the machine
    patches       what is replaced in other packages while a page is set
    facts         what a PDF holds, for the build and for tests
    tag_tree      the one reader of structure trees: elements and their words, in reading order
    content       what a page shows: words and pictures, each with its mark and place
    reading_order tags with their words, as assistive technology goes through them

Only modules of this folder import pypdf and pydyf.
"""
