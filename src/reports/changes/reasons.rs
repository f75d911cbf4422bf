//! Why a change weighs what it does, in words.

use crate::changes::rating::{Rating, Reason};
use crate::text;
use crate::text::Text;

/// What a rating is called above the changes that have it.
pub const fn heading(rating: Rating) -> Text {
    match rating {
        Rating::Decision => Text::new("Needs a decision", "Vraagt een besluit"),
        Rating::Notice => Text::new("Good to know", "Goed om te weten"),
        Rating::Routine => Text::new("Routine", "Dagelijks onderhoud"),
    }
}

/// The reason, with the number under which the handbook speaks of it.
pub fn reason(reason: Reason) -> Text {
    let why = match reason {
        Reason::Format => Text::new(
            "whoever works with the record then needs a newer version of `commons`",
            "wie met het dossier werkt, heeft dan een nieuwere versie van `commons` nodig",
        ),
        Reason::Level => {
            Text::new("the level decides which duties must be covered", "het niveau bepaalt welke kerntaken belegd moeten zijn")
        }
        Reason::Lead => Text::new("the lead acts for all participants", "de penvoerder handelt namens alle deelnemers"),
        Reason::Agreement => {
            Text::new("the participants agree on this among themselves", "dit spreken de deelnemers samen af in de overeenkomst")
        }
        Reason::Signing => Text::new("whoever takes part signs the agreement", "wie meedoet, ondertekent de overeenkomst"),
        Reason::FundHolder => Text::new(
            "money of the collaboration is kept apart and by whom is agreed",
            "wie het geld van de samenwerking apart beheert, is afgesproken",
        ),
        Reason::Account => Text::new(
            "participants pay on this account: have it confirmed in another way",
            "hierop betalen de deelnemers: laat het langs een andere weg bevestigen",
        ),
        Reason::Vat => Text::new("it changes what every participant pays", "het verandert wat elke deelnemer betaalt"),
        Reason::Contribution => Text::new(
            "it changes who pays what, which participants decide together",
            "het verandert wie wat betaalt, en daarover besluiten de deelnemers samen",
        ),
        Reason::Counts => Text::new("what participants pay can depend on it", "hiervan kan afhangen wat de deelnemers betalen"),
        Reason::Budget => Text::new("the budget is adopted by the participants together", "de begroting stellen de deelnemers samen vast"),
        Reason::Accounts => {
            Text::new("the accounts are adopted by the participants together", "de jaarrekening stellen de deelnemers samen vast")
        }
        Reason::Reserve => {
            Text::new("a reserve covers three to six months of fixed costs", "een reserve dekt drie tot zes maanden vaste lasten")
        }
        Reason::Seats => Text::new(
            "seats, the chair and votes are part of what was agreed",
            "zetels, voorzitter en stemmen horen bij wat is afgesproken",
        ),
        Reason::Staffing => Text::new("each way of staffing has its own risks", "elke manier van bezetten heeft eigen risico's"),
        Reason::Backup => Text::new("a critical role has a back-up", "een kritieke rol heeft een vervanger"),
        Reason::Effort => Text::new("effort is recognised and counted", "inzet wordt erkend en geteld"),
        Reason::Process => Text::new("how a task is done is written down", "ook hoe een taak wordt gedaan, staat op papier"),
        Reason::Accountable => Text::new(
            "everybody knows who carries a task out and who answers for it",
            "van elke taak is duidelijk wie die uitvoert en wie eindverantwoordelijk is",
        ),
        Reason::Licence => Text::new("it decides what others may do with the code", "het bepaalt wat anderen met de code mogen"),
        Reason::Contract => Text::new("a contract binds the participants and costs money", "een contract bindt de deelnemers en kost geld"),
        Reason::Processing => Text::new(
            "without such an agreement a supplier may not handle personal data",
            "zonder zo'n overeenkomst mag een leverancier geen persoonsgegevens verwerken",
        ),
        Reason::Owner => Text::new("the owner has the last word on the product", "de eigenaar heeft het laatste woord over het product"),
        Reason::Decided => Text::new(
            "what was decided stands until it is decided otherwise",
            "een genomen besluit blijft staan tot er anders wordt besloten",
        ),
        Reason::Evaluation => Text::new("the division of roles is evaluated every year", "de rolverdeling wordt elk jaar geëvalueerd"),
        Reason::Duty => Text::new("this level asks that somebody does it", "dit niveau vraagt dat iemand het doet"),
        Reason::Public => {
            Text::new("everybody can read it now: ask the person first", "iedereen kan dit nu lezen: vraag het eerst aan de betrokkene")
        }
        Reason::Seen => Text::new(
            "more people can read it now: ask the person first",
            "meer mensen kunnen dit nu lezen: vraag het eerst aan de betrokkene",
        ),
        Reason::Personal => Text::new("this is personal data", "het gaat om persoonsgegevens"),
        Reason::Issued => Text::new(
            "an issued invoice is never changed: credit it and send another",
            "een definitieve factuur verandert nooit: crediteer die en stuur een nieuwe",
        ),
        Reason::Money => {
            Text::new("what was booked stays: the books must add up", "wat geboekt is, blijft staan: de boeken moeten kloppen")
        }
        Reason::Unread => Text::new("`commons check` says what is wrong", "`commons check` zegt wat eraan mankeert"),
        Reason::Continuity => Text::new(
            "the collaboration outlives people and participants: see what is handed over",
            "de samenwerking gaat door als iemand vertrekt: kijk wat er wordt overgedragen",
        ),
    };
    match reason.handbook() {
        Some(number) => text!(why; en: "{why} ({number})", nl: "{why} ({number})"),
        None => why,
    }
}

/// The same text, where `commons check` must judge a revision and not the record as it is now.
pub fn judged_at(text: &Text, revision: &str) -> Text {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._/~@{}:-".contains(c);
    let is_id = revision.len() >= 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    let revision = if is_id { &revision[..10] } else { revision };
    let revision = if revision.chars().all(is_plain) { revision.to_owned() } else { format!("'{}'", revision.replace('\'', r"'\''")) };
    let there = format!("`commons check --at {revision}`");
    Text { en: text.en.replace("`commons check`", &there).into(), nl: text.nl.replace("`commons check`", &there).into() }
}
