//! The page that greets whoever opens the folder of a new record.

use crate::beginning::{Beginning, Page};
use crate::handbook::Level;
use crate::text;
use crate::text::{Text, safe};

/// `README.md`: what this folder is, and the first five things to do.
pub fn readme(beginning: &Beginning) -> Page {
    let (name, lead) = (in_markdown(&beginning.name), &beginning.lead.id);
    let level = beginning.level.name();
    let last = if beginning.level < Level::Structured {
        text!(
            en: "Go through `tasks/` with the others. A division of tasks that everybody has seen prevents discussions later on.",
            nl: "Loop `tasks/` samen door. Een taakverdeling die iedereen heeft gezien, voorkomt discussie achteraf."
        )
    } else {
        text!(
            en: "Go through `tasks/` with the others, and attach the result to the agreement: `commons raci --annex`.",
            nl: "Loop `tasks/` samen door en maak de uitkomst een bijlage bij de overeenkomst: `commons raci --annex`."
        )
    };
    let community = if beginning.level < Level::Light {
        Text::default()
    } else {
        text!(
            en: "| `community.toml` | how participants hear and meet each other, and how newcomers are welcomed |\n",
            nl: "| `community.toml` | hoe deelnemers elkaar bereiken en spreken, en hoe nieuwe deelnemers worden ontvangen |\n"
        )
    };
    let finances = if beginning.level < Level::Structured {
        Text::default()
    } else {
        text!(en: "| `finances/` | budget, contributions, invoices, payments |\n", nl: "| `finances/` | begroting, bijdragen, facturen, betalingen |\n")
    };
    #[rustfmt::skip]
    let text = text!(level, last, community, finances;
        en: "\
# {name}

This folder is the record of the collaboration: who takes part, who holds which role, who does what, what was agreed. It consists of small text
files that you read and change with any editor; the comments in them tell how. `commons` reads them, and says what is missing or wrong.

Level: {level}.

## The first five things to do

1. **See how things stand**: `commons check`. A vacant role is a warning, not an error.
2. **Name a contact person** in [`participants/{lead}.toml`](participants/{lead}.toml).
3. **Fill the roles**, one file each in [`roles/`](roles). A few roles that are held well are worth more than many on paper.
4. **Add the other participants**: copy `participants/{lead}.toml` for each, and run `commons check` again.
5. **Agree on who does what.** {last}

Then keep the folder in git: every change has a date, an author and a reason.

## What is where

| file or folder | holds |
| --- | --- |
| `commons.toml` | the collaboration itself: name, level, lead |
| `participants/` | the organisations and their people |
| `roles/` | roles and bodies, and who holds them |
| `tasks/` | tasks, and who carries them out, answers for them, is asked and is told |
{community}{finances}| `schemas/` | for editors, which check while you type; `commons schema --write schemas` renews them |
",
        nl: "\
# {name}

Deze map is het dossier van de samenwerking: wie er meedoet, wie welke rol vervult, wie wat doet en wat er is afgesproken. Het zijn kleine
tekstbestanden die u met elke editor leest en wijzigt; de toelichting in elk bestand legt uit hoe. `commons` leest ze en zegt wat er ontbreekt of niet klopt.

Ambitieniveau: {level}.

## De eerste vijf stappen

1. **Kijk hoe het ervoor staat**: `commons check`. Een vacante rol is een aandachtspunt, geen fout.
2. **Leg vast wie de contactpersoon is**, in [`participants/{lead}.toml`](participants/{lead}.toml).
3. **Vervul de rollen**, elk een bestand in [`roles/`](roles). Liever een paar rollen goed vervuld dan veel rollen op papier.
4. **Voeg de andere deelnemers toe**: kopieer `participants/{lead}.toml` voor elke organisatie, en voer opnieuw `commons check` uit.
5. **Spreek af wie wat doet.** {last}

Bewaar de map daarna in git: dan heeft elke wijziging een datum, een naam en een reden.

## Wat waar staat

| bestand of map | inhoud |
| --- | --- |
| `commons.toml` | de samenwerking zelf: naam, ambitieniveau, penvoerder |
| `participants/` | de organisaties en hun mensen |
| `roles/` | rollen en gremia, en wie ze vervult |
| `tasks/` | taken, en wie uitvoert, eindverantwoordelijk is, geraadpleegd en geïnformeerd wordt |
{community}{finances}| `schemas/` | voor editors, die al tijdens het typen meekijken; `commons schema --write schemas` ververst ze |
"
    );
    Page { path: "README.md".to_owned(), text: text.get(beginning.lang).to_owned() }
}

/// A name on one line of Markdown, in which it means nothing but itself.
fn in_markdown(name: &str) -> String {
    let line: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    safe(&line).chars().fold(String::new(), |mut out, letter| {
        if letter.is_ascii_punctuation() && !matches!(letter, '\'' | ',' | '.' | ':' | ';' | '(' | ')' | '/' | '-' | '?') {
            out.push('\\');
        }
        out.push(letter);
        out
    })
}
