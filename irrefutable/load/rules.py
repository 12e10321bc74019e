"""Every kind of problem the load stage can find. Refuses to find any: the readers do.

The texts become `docs/diagnostics.md`. A code is permanent: it is never renamed and never reused.
"""

from __future__ import annotations

from typing import Final

from irrefutable.core.diagnostics import Rule, Severity

# ---------------------------------------------------------------------------------------------- files

UNREADABLE_FILE: Final = Rule(
    code="unreadable-file",
    what="A file of the archive cannot be read, or is not UTF-8 text.",
    why="A file that is guessed at says something its editor did not write.",
    example='content/entities/tass.yaml saved as Windows-1251: the name "ТАСС" becomes unreadable bytes.',
    cure="Save the file as UTF-8. If it cannot be opened at all, check that it exists and may be read.",
)
MISSING_CONTENT: Final = Rule(
    code="missing-content",
    what="There is no `content` folder where the archive is expected.",
    why="Nothing can be built without it; most often the command was run in another folder.",
    example="Running the check in your home folder.",
    cure="Run the command in the folder that holds `content`, or name that folder with `--root`.",
)
MISSING_SITE_FILE: Final = Rule(
    code="missing-site-file",
    what="`content/site.yaml` or `content/ratings.yaml` is missing.",
    why="The first says what the archive is and who answers for it, the second which verdicts it gives.",
    example="An archive with cases, but without `content/ratings.yaml`.",
    cure="Write the file, after the pattern in `docs/content-model.md`.",
)
MISSING_CASE_FILE: Final = Rule(
    code="missing-case-file",
    what="A folder in `content/cases` has neither `case.md` nor `case.yaml`.",
    why="Pictures or translations without their case would be left out without a word.",
    example="content/cases/2017-ac130 holds only case.ru.md.",
    cure="Rename the file if its name is almost right, such as case.yml; else write the case file.",
)
TWO_CASE_FILES: Final = Rule(
    code="two-case-files",
    what="The same case, or the same translation of it, is there as `.md` and as `.yaml`.",
    why="Only one of them can be published, and nobody should have to guess which.",
    example="content/cases/2017-ac130 holds case.md and case.yaml.",
    cure="Keep one and delete the other.",
)
UNKNOWN_FILE: Final = Rule(
    code="unknown-file",
    what="A file lies in `content` at a place where nothing reads it.",
    why="It looks as if it were part of the archive, and readers never see it.",
    example="content/cases/2017-ac130/case.yml: the ending is `.yaml`.",
    cure="Rename it, move it out of `content`, or delete it. Hidden files and READMEs may stay.",
    severity=Severity.WARNING,
)
OUTSIDE_CONTENT: Final = Rule(
    code="outside-content",
    what="A symbolic link in `content` leads to a file outside of it.",
    why="The archive would publish what is not part of it, and would differ from machine to machine.",
    example="content/cases/2017-ac130/frame.png links to /home/desk/frame.png.",
    cure="Copy the file to where the link is.",
)
BAD_FOLDER_NAME: Final = Rule(
    code="bad-folder-name",
    what="The name of a case's folder is not an id.",
    why="The name is the case's permanent address.",
    example="content/cases/2017 AC-130",
    cure="Use lower-case letters a to z, digits and single hyphens: 2017-ac-130.",
)
DAMAGED_HISTORY: Final = Rule(
    code="damaged-history",
    what="A line of `history.jsonl` is no published state of its case.",
    why="The file says which versions readers could see. `irrefutable history` writes it, it grows at its "
    "end only, and a version whose address was published may not vanish.",
    example="a line that holds the marks of a merge conflict",
    cure="Take the file back from git; or delete it and run `irrefutable history`, which reads git again.",
)
DAMAGED_ADDRESSES: Final = Rule(
    code="damaged-addresses",
    what="A line of `content/published.lock` is no address of a case, an edition or a comparison.",
    why="The file says which addresses readers were given. `irrefutable addresses` writes it, and no address "
    "in it may vanish.",
    example="a line that holds the marks of a merge conflict",
    cure="Take the file back from git; of a merge conflict, keep the lines of both sides.",
)
BAD_FILE_NAME: Final = Rule(
    code="bad-file-name",
    what="A `file` is not the name of a file in the case's own folder.",
    why="A case carries its pictures with it; a path could reach other files of the machine.",
    example="file: ../other-case/frame.png",
    cure="Copy the picture into the case's folder and write only its name.",
)

# ---------------------------------------------------------------------------------------- YAML as text

YAML_SYNTAX: Final = Rule(
    code="yaml-syntax",
    what="The file cannot be read as YAML from this place on.",
    why="What follows could mean anything; it is not guessed at.",
    example='"title": "One"\n: "Two"',
    cure="Compare the line and the one above it with a file that works: a field is `name: value`.",
)
YAML_COLON: Final = Rule(
    code="yaml-colon",
    what="A sentence without quotes holds a colon followed by a space.",
    why="To YAML such a colon ends a field's name.",
    example="title: Fact: the frame is from a game",
    cure='Put the whole value in quotes: title: "Fact: the frame is from a game"',
)
YAML_SPACE: Final = Rule(
    code="yaml-space",
    what="There is no plain space after the colon that ends a field's name, or after the - of an item.",
    why="To YAML `title:The` is one word and no field, and `-id` is no item.",
    example="title:The frame is from a game",
    cure="Write a space after the colon, or after the -.",
)
YAML_KEY: Final = Rule(
    code="yaml-key",
    what="A line is neither a field nor the continuation of one.",
    why="It belongs to nothing, so it would be lost.",
    example="title The frame is from a game",
    cure="Write the colon after the field's name, or indent the line so that it continues the value above.",
)
YAML_QUOTE: Final = Rule(
    code="yaml-quote",
    what="A value begins with a quotation mark, and goes on after the closing one or never closes.",
    why="To YAML a quotation mark at the beginning encloses the whole value.",
    example='title: "Irrefutable" evidence from a game',
    cure="Enclose the whole value in the other kind of quotes: title: '\"Irrefutable\" evidence from a game'",
)
YAML_ESCAPE: Final = Rule(
    code="yaml-escape",
    what="A backslash in double quotes is followed by a letter that means nothing there.",
    why="In double quotes a backslash begins an escape such as \\n or \\u2014.",
    example='text: "the folder C:\\path"',
    cure="Write the backslash twice, or use single quotes.",
)
YAML_TAB: Final = Rule(
    code="yaml-tab",
    what="A line is indented with a tab, or with spaces that are no plain ones.",
    why="YAML forbids it: a tab has no fixed width, so it cannot say what belongs to what. A no-break space, "
    "pasted from a web page, is a letter to YAML.",
    example="claims:\n\t- id: convoy",
    cure="Indent with spaces, two for each level; editors can be set to do so for YAML.",
)
YAML_INDENT: Final = Rule(
    code="yaml-indent",
    what="A line's indentation fits none of the lines above it.",
    why="Indentation says what belongs to what.",
    example="claims:\n  - id: convoy\n   made: 2017-11-14",
    cure="Align the line with the fields it belongs to.",
)
YAML_SPECIAL: Final = Rule(
    code="yaml-special",
    what="A value without quotes begins with a character that means something to YAML.",
    why="@ and ` are reserved; % & * ! | > ? and - have a meaning at the beginning of a value.",
    example="account: @mod_russia",
    cure='Put the value in quotes: account: "@mod_russia"',
)
YAML_FLOW: Final = Rule(
    code="yaml-flow",
    what="A value begins with [ or {, and is no list or map in brackets; or a comma in it ends a value.",
    why="To YAML such a value is a list or a map, with commas between its items, up to the closing bracket.",
    example="title: [Update] The frame is from a game",
    cure='Text goes in quotes: title: "[Update] The frame is from a game". A list needs commas and its ].',
)
YAML_COMMENT: Final = Rule(
    code="yaml-comment",
    what="A value without quotes goes on with a space and #.",
    why="To YAML a comment begins there: the rest of the line would silently be lost.",
    example="title: The #irrefutable evidence",
    cure='Put the value in quotes: title: "The #irrefutable evidence". In a comment, write a space after #.',
)
YAML_BOOLEAN: Final = Rule(
    code="yaml-boolean",
    what="A word without quotes is read as true, false or nothing by other YAML programs.",
    why="The file must say the same to every program: `rating: false` is a verdict, not a switch.",
    example="rating: false",
    cure='Put the word in quotes: rating: "false"',
)
YAML_NUMBER: Final = Rule(
    code="yaml-number",
    what="A value without quotes is read as a number by other YAML programs, and not as the one it shows.",
    why="The file must say the same to every program: 12:30 is 750 to some of them, 010 is 8.",
    example="time_code: 0:27",
    cure='Put it in quotes: time_code: "0:27". Write numbers in plain digits.',
)
YAML_ANCHOR: Final = Rule(
    code="yaml-anchor",
    what="A value is an anchor (&name) or refers to one (*name).",
    why="A case file is read by people: what it says stands where it says it. Anchors can also be nested "
    "until a small file fills the memory.",
    example="authors: &desk [anna]\nreviewed_by: *desk",
    cure="Write the value out. If & or * belongs to the text, put the text in quotes.",
)
YAML_TAG: Final = Rule(
    code="yaml-tag",
    what="A value has a YAML tag, such as !!str.",
    why="The content model alone says what type a field has.",
    example="title: !!str 2017",
    cure="Remove the tag. If ! belongs to the text, put the text in quotes.",
)
YAML_MERGE_KEY: Final = Rule(
    code="yaml-merge-key",
    what="A map is merged into another with <<.",
    why="What a case file says stands where it says it.",
    example="<<: *defaults",
    cure="Write the fields out.",
)
YAML_DOCUMENT: Final = Rule(
    code="yaml-document",
    what="A file holds a second YAML document or a YAML directive.",
    why="Only the first document would be read.",
    example="title: One\n---\ntitle: Two",
    cure="Remove the line --- (or ... or %) and what follows, or make two files.",
)
INVISIBLE_CHARACTER: Final = Rule(
    code="invisible-character",
    what="A text holds a control character, an invisible line separator, or one that turns the direction of "
    "writing for all that follows: itself, or as an escape in double quotes.",
    why="Nobody can see it, and programs disagree about what it means. A turned direction shows readers "
    "other words than those that stand there.",
    example='A NUL byte, "\\u0007", U+2028 pasted from a word processor, U+202E (right-to-left override).',
    cure="Delete the character, or write a space or a new line in its place. Words of another direction may "
    "be set apart by U+2066, U+2067 or U+2068 before them and U+2069 after them, on one line.",
)
YAML_DEPTH: Final = Rule(
    code="yaml-depth",
    what="Lists and maps are nested more than 40 deep.",
    why="No field of the model is half as deep; it is a mistake or an attack.",
    example="[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    cure="Put text that begins with brackets in quotes.",
)
DUPLICATE_KEY: Final = Rule(
    code="duplicate-key",
    what="The same field is written twice in one place.",
    why="Only one of the two could count.",
    example="title: One\ntitle: Two",
    cure="Keep one of them.",
)
COMPLEX_KEY: Final = Rule(
    code="complex-key",
    what="A field's name is a list or a map.",
    why="Names are words. It mostly comes from text that begins with a bracket.",
    example="{{ title }}: One",
    cure="Write the field's name as a word; put text in quotes.",
)
REPEATED_ITEM: Final = Rule(
    code="repeated-item",
    what="A list of ids, languages, words of a closed list or addresses holds the same one twice.",
    why="Readers would meet it twice; most often another one was meant.",
    example="former_slugs: [2017-convoy, 2017-convoy]",
    cure="Remove one of the two, or write the other one that was meant.",
)
EMPTY_VALUE: Final = Rule(
    code="empty-value",
    what="A field or list item has nothing in it.",
    why="An empty field looks like an answer, and is none.",
    example="title:",
    cure="Write the value, or remove the field.",
)
TOO_MANY_PROBLEMS: Final = Rule(
    code="too-many-problems",
    what="Reading a file stopped because it has too many problems.",
    why="A list of thousands of problems hides the first one, which often causes the others.",
    example="A file that is not YAML at all.",
    cure="Mend the first problems and check again.",
)

# ---------------------------------------------------------------------------------------- front matter

FRONT_MATTER_MISSING: Final = Rule(
    code="front-matter-missing",
    what="A Markdown file does not begin with its fields between two lines of ---, the first one at its top.",
    why="Without them it has no title, no language and no claims.",
    example="# The convoy that was a game",
    cure="Begin the file with a line ---, then the fields, then another line ---.",
)
FRONT_MATTER_UNCLOSED: Final = Rule(
    code="front-matter-unclosed",
    what="The fields at the beginning of a Markdown file have no closing line of exactly ---.",
    why="The text below would be read as fields.",
    example="---\ntitle: The convoy\n\nThe report begins here.",
    cure="Write a line --- after the last field.",
)
TWO_BODIES: Final = Rule(
    code="two-bodies",
    what="A Markdown file has text below its fields, and the same text again as a field.",
    why="Only one of the two could be published.",
    example="---\nreport: One text\n---\nAnother text",
    cure="Keep one: the text below, or the field.",
)

# ------------------------------------------------------------------------------------ the content model

UNKNOWN_FIELD: Final = Rule(
    code="unknown-field",
    what="The model has no field of this name here.",
    why="A misspelt field is not read, so readers would miss what it says.",
    example='ratng: "false"',
    cure="Write the name as the reference has it, or move the field to where it belongs.",
)
MISSING_FIELD: Final = Rule(
    code="missing-field",
    what="A field that must be there is missing.",
    why="The page cannot be written without it.",
    example="A claim without `made`.",
    cure="Write the field.",
)
WRONG_TYPE: Final = Rule(
    code="wrong-type",
    what="A value has the wrong shape: text where a list is expected, a list where fields are expected …",
    why="It cannot be read as what the field means.",
    example="authors: anna",
    cure="A list is `[anna]` or one item per line after `- `; fields go on lines of their own below.",
)
NOT_A_CHOICE: Final = Rule(
    code="not-a-choice",
    what="A value is not in the field's closed list.",
    why="Closed lists are what makes cases comparable and searchable.",
    example="intent: decepton",
    cure="Write one of the words that the hint names.",
)
BAD_NUMBER: Final = Rule(
    code="bad-number",
    what="A value is not a number, or is outside the field's range.",
    why="It is counted or measured with.",
    example="page_size: many",
    cure="Write digits, with a point before decimals.",
)
BAD_LANGUAGE: Final = Rule(
    code="bad-language",
    what="A value is not a BCP 47 language tag in its canonical case.",
    why="Browsers, search engines and screen readers read the tag.",
    example="language: EN",
    cure="Write a tag such as en, ru, pt-BR or sr-Latn.",
)
BAD_TEXT: Final = Rule(
    code="bad-text",
    what="A value is neither text nor text by language.",
    why="It is shown to readers as words.",
    example="title: [One, Two]",
    cure="Write a string, or a map of language tags to strings.",
)
BAD_ID: Final = Rule(
    code="bad-id",
    what="A value, or the name of a file, is not an id.",
    why="Ids become parts of addresses, which must last and be easy to type.",
    example="id: First_Claim",
    cure="Use lower-case letters a to z, digits and single hyphens.",
)
BAD_DATE: Final = Rule(
    code="bad-date",
    what="A value is not a date, or not as exact as the field needs.",
    why="Dates are sorted, shown in the reader's language and given to machines.",
    example="made: 14.11.2017",
    cure="Write 2017-11-14, 2017-11 or 2017, with ~ after it where it is approximate (EDTF level 1).",
)
BAD_URL: Final = Rule(
    code="bad-url",
    what="A value is not an http or https address.",
    why="It becomes a link; other schemes can run a program in the reader's browser.",
    example="url: www.example.org",
    cure="Write the whole address, beginning with https://.",
)
BAD_EMAIL: Final = Rule(
    code="bad-email",
    what="A value is not a mail address.",
    why="Readers report errors to it.",
    example="email: desk at example.org",
    cure="Write it as desk@example.org.",
)
BAD_COUNTRY: Final = Rule(
    code="bad-country",
    what="A value is not a country code.",
    why="The country's name is shown in the reader's language.",
    example="country: Syria",
    cure="Write two capital letters (ISO 3166-1): SY.",
)
BAD_GEOMETRY: Final = Rule(
    code="bad-geometry",
    what="A point or a box is not written as numbers of pixels.",
    why="It is drawn on the picture.",
    example="claimed: [10, 20, 30]",
    cure="A point is [x, y], a box is [left, top, width, height].",
)
ID_MISMATCH: Final = Rule(
    code="id-mismatch",
    what="An `id` differs from the name of its folder or file.",
    why="The name is the id and the address; a second one would be wrong somewhere.",
    example="id: ac-130 in content/cases/2017-ac130/case.yaml",
    cure="Remove the `id`, or write the name. To rename a case, rename the folder and list the old name in "
    "`former_slugs`.",
)
EDITION_LANGUAGE: Final = Rule(
    code="edition-language",
    what="A file's language is unclear: its name and its `language` differ, the name has no language tag, "
    "or two files are in one language.",
    why="The name decides in which language the page is offered.",
    example="case.ru.md with `language: uk`",
    cure="Make the name and the field agree; a translation is in another language than the case.",
)

RULES: tuple[Rule, ...] = (
    UNREADABLE_FILE,
    MISSING_CONTENT,
    MISSING_SITE_FILE,
    MISSING_CASE_FILE,
    TWO_CASE_FILES,
    UNKNOWN_FILE,
    OUTSIDE_CONTENT,
    BAD_FOLDER_NAME,
    BAD_FILE_NAME,
    DAMAGED_HISTORY,
    DAMAGED_ADDRESSES,
    YAML_SYNTAX,
    YAML_COLON,
    YAML_SPACE,
    YAML_KEY,
    YAML_QUOTE,
    YAML_ESCAPE,
    YAML_TAB,
    YAML_INDENT,
    YAML_SPECIAL,
    YAML_FLOW,
    YAML_COMMENT,
    YAML_BOOLEAN,
    YAML_NUMBER,
    YAML_ANCHOR,
    YAML_TAG,
    YAML_MERGE_KEY,
    YAML_DOCUMENT,
    INVISIBLE_CHARACTER,
    YAML_DEPTH,
    DUPLICATE_KEY,
    COMPLEX_KEY,
    REPEATED_ITEM,
    EMPTY_VALUE,
    TOO_MANY_PROBLEMS,
    FRONT_MATTER_MISSING,
    FRONT_MATTER_UNCLOSED,
    TWO_BODIES,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    NOT_A_CHOICE,
    BAD_NUMBER,
    BAD_LANGUAGE,
    BAD_TEXT,
    BAD_ID,
    BAD_DATE,
    BAD_URL,
    BAD_EMAIL,
    BAD_COUNTRY,
    BAD_GEOMETRY,
    ID_MISMATCH,
    EDITION_LANGUAGE,
)
