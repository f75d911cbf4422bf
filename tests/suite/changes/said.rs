//! What a change is recognised as, and what is said of it: each case is one thing that changed, what must be read, and what must not.

use std::collections::BTreeMap;

use commons::answers::audience::Audience;
use commons::changes::rating::Rating::{self, Decision, Notice, Routine};

use super::{between_of, example, told};

/// A file, what reads otherwise in it, the change that this is with its weight, what is read of it, and what is not.
pub type Case =
    (&'static str, &'static [(&'static str, &'static str)], &'static str, Rating, &'static [&'static str], &'static [&'static str]);

/// With plain spaces, as they are typed here.
pub fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

pub fn look(files: &BTreeMap<String, String>, cases: &[Case]) {
    for (path, edits, code, rating, wanted, unwanted) in cases {
        let told = told(files, path, edits);
        let all: String = told.iter().map(|(.., text)| format!("{}\n", plain(text))).collect();
        assert!(told.iter().any(|(is, weight, _)| is == code && weight == rating), "{path} {edits:?} is no {code}: {told:#?}");
        for words in *wanted {
            assert!(all.contains(words), "{path} {edits:?}: “{words}” is not in\n{all}");
        }
        for words in *unwanted {
            assert!(!all.contains(words), "{path} {edits:?}: “{words}” is in\n{all}");
        }
    }
}

#[test]
fn money_is_told_with_what_it_is() {
    const BUDGET: &str = "finances/2026/budget.toml";
    const INVOICE: &str = "finances/2026/invoices/2026-0003.toml";
    const EXPENSES: &str = "finances/2026/expenses.toml";
    const SPENT: &str = "[[expense]]\non = 2026-09-30\nline = \"hosting\"\namount = 10.00\n[[expense]]";
    const CONTRACT: &str = "finances/contracts/stoeptegel-2025.toml";
    let files = example("wijkwijzer");
    look(
        &files,
        &[
            (EXPENSES, &[("[[expense]]", SPENT)], "expense", Notice, &["€ 10,00 voor “Hosting en beheer”"], &["iemand"]),
            (
                EXPENSES,
                &[("amount = 4500.00", "amount = 6500.00")],
                "expense",
                Decision,
                &["€ 4.500,00 op 31 maart 2026 voor “Doorontwikkeling”", "naar € 6.500,00"],
                &[],
            ),
            (
                BUDGET,
                &[("pro_rata = \"months\"", "pro_rata = \"none\"")],
                "pro-rata",
                Decision,
                &["geldt het hele bedrag"],
                &["bedragen van de sleutel", "ander deel van het jaar"],
            ),
            (
                BUDGET,
                &[("adopted = \"2025-11-20-stuurgroep\"\n", "")],
                "adopted-in",
                Decision,
                &["“Stuurgroep, vierde kwartaal 2025” van 20 november 2025"],
                &["niet meer in het dossier"],
            ),
            (
                BUDGET,
                &[("total = 68800.00", "total = 70000.00")],
                "contribution-total",
                Decision,
                &["van € 68.800,00 naar € 70.000,00"],
                &[],
            ),
            (BUDGET, &[("opening = { funds = 20000.00", "opening = { funds = 2000.00")], "opening", Decision, &["naar € 2.000,00"], &[]),
            (
                BUDGET,
                &[("instalments = [2026-01-15]", "instalments = [2026-01-15, 2026-07-15]")],
                "instalments",
                Decision,
                &["naar 15 januari 2026 en 15 juli 2026"],
                &[],
            ),
            (
                INVOICE,
                &[("due = 2026-02-14", "due = 2026-12-14")],
                "issued-invoice-changed",
                Decision,
                &["vervaldatum van 14 februari 2026 naar 14 december 2026"],
                &[],
            ),
            (
                INVOICE,
                &[("participant = \"deventer\"", "participant = \"assen\"")],
                "issued-invoice-changed",
                Decision,
                &["Factuur 2026-0003 aan Gemeente Deventer", "naar Gemeente Assen"],
                &["aan Gemeente Assen"],
            ),
            (
                INVOICE,
                &[("NL91ABNA0417164300", "NL20INGB0001234567")],
                "issued-invoice-changed",
                Decision,
                &["(IBAN) gewijzigd"],
                &["NL20"],
            ),
            (CONTRACT, &[("total = 102000.00", "total = 202000.00")], "contract-amount", Decision, &["naar € 202.000,00"], &[]),
        ],
    );
}

#[test]
fn who_holds_what_is_told_as_it_happened() {
    const ROLE: &str = "roles/coordinator.toml";
    const GROUP: &str = "roles/steering-group.toml";
    let files = example("wijkwijzer");
    look(
        &files,
        &[
            (
                ROLE,
                &[("who = \"jdevries\"", "who = \"fterpstra\"")],
                "holder-corrected",
                Notice,
                &["staat nu op naam van Femke Terpstra, niet meer van Jo de Vries"],
                &[" nam "],
            ),
            (
                ROLE,
                &[("until = 2025-06-30", "until = 2024-06-30")],
                "term-shortened",
                Notice,
                &["afgelopen termijn", "(was 30 juni 2025)"],
                &["ingekort"],
            ),
            (
                ROLE,
                &[("until = 2027-06-30", "until = 2026-12-31")],
                "term-shortened",
                Notice,
                &["ingekort tot en met 31 december 2026"],
                &["afgelopen"],
            ),
            (
                ROLE,
                &[("[[backup]]\nwho = \"fterpstra\"\nfrom = 2025-07-01\n", "")],
                "backup-left",
                Notice,
                &["is geen vervanger meer"],
                &[],
            ),
            (GROUP, &[("who = \"rkuipers\"", "who = \"wsmit\"")], "holder-corrected", Decision, &["Wouter Smit"], &[]),
            (GROUP, &[("[[seat]]", "[[holder]]\nwho = \"wsmit\"\nfrom = 2026-10-01\n[[seat]]")], "holder-came", Decision, &[], &[]),
            (
                GROUP,
                &[("[[seat]]", "[[holder]]\nwho = \"wsmit\"\nvoting = false\nfrom = 2026-10-01\n[[seat]]")],
                "holder-came",
                Notice,
                &[],
                &[],
            ),
            (
                "tasks/recruitment.toml",
                &[("consulted = [\"coordinator\"]\n", "")],
                "consulted",
                Routine,
                &["wordt niet meer geraadpleegd over"],
                &["vervallen"],
            ),
            (
                "participants/utrecht.toml",
                &[("[billing]", "[people.nieuw]\nname = \"Nieuw Mens\"\nvisibility = \"public\"\n\n[billing]")],
                "added",
                Decision,
                &["Nieuw Mens"],
                &[],
            ),
            (
                "participants/utrecht.toml",
                &[("joined = 2023-05-01", "joined = 2023-06-01")],
                "participation-dates",
                Notice,
                &["eerste dag van 1 mei 2023 naar 1 juni 2023"],
                &[],
            ),
        ],
    );
}

#[test]
fn what_changed_in_a_meeting_or_an_agreement_is_said() {
    const MEETING: &str = "events/2026-02-05-stuurgroep.toml";
    const DECIDED: &str = "events/2025-11-20-stuurgroep.toml";
    let files = example("wijkwijzer");
    look(
        &files,
        &[
            (
                MEETING,
                &[("who = \"abakker\"", "who = \"wsmit\"")],
                "action-changed",
                Routine,
                &["wie het doet van Annelies Bakker naar Wouter Smit"],
                &[],
            ),
            (MEETING, &[("\"mhesselink\", ", "")], "attendance", Routine, &["niet meer aanwezig Mirjam Hesselink"], &[]),
            (
                MEETING,
                &[("minutes = \"https://zaaksysteem.zwolle.example/documenten/2026-0311\"\n", "")],
                "minutes",
                Notice,
                &["staat niet meer waar het verslag is"],
                &["https"],
            ),
            (
                DECIDED,
                &[("vanwege de samenvoeging met Hilversum", "vanwege de samenvoeging met Gooise Meren")],
                "decision-changed",
                Decision,
                &["Gooise Meren", "Hilversum"],
                &[],
            ),
            (
                "commons.toml",
                &[("notice_months = 6", "notice_months = 12")],
                "agreement",
                Decision,
                &["van 6 maanden naar 12 maanden"],
                &[],
            ),
            ("commons.toml", &[("format = 1", "format = 2")], "format", Decision, &[], &[]),
        ],
    );
    let mut without = files.clone();
    let text = without.get_mut("commons.toml").expect("the example has it");
    let (before, rest) = text.split_once("[agreement]").expect("it has an agreement");
    let rest = &rest[rest.find("\n[").expect("more tables follow")..];
    *text = format!("{before}{rest}");
    let told = between_of(&without, &files, Audience::Participants);
    assert!(told.iter().any(|(.., text)| text.contains("toegevoegd: ") && text.contains("status getekend, versie 1.2")), "{told:#?}");
}
