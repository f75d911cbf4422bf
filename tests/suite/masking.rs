//! What is written instead of people who may not be named, in texts of every kind, and what is left as it is.

use commons::answers::audience::{Audience, Hidden, hidden};
use commons::record::Record;
use commons::record::load::load;
use commons::source::directory;
use commons::text::Lang;

use crate::cases::day;
use crate::program::{Fresh, Ran, program};

const SETTINGS: &str = "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlead = \"assen\"\n";
const ASSEN: &str = "name = \"Gemeente Assen\"\nkind = \"municipality\"\nstatus = \"active\"\ncbs_code = \"GM0106\"\n";

fn fresh(people: &str, community: &str) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", SETTINGS);
    fresh.write("participants/assen.toml", format!("{ASSEN}{people}"));
    fresh.write("community.toml", community);
    fresh
}

fn record(fresh: &Fresh) -> Record {
    let source = directory::open(fresh.path()).expect("a record can be listed");
    let (record, findings) = load(&source, day("2026-11-20"), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

fn masks(people: &str) -> Hidden {
    hidden(&record(&fresh(people, "")), Audience::Participants)
}

fn somebody(id: &str, name: &str, more: &str) -> String {
    format!("[people.{id}]\nname = \"{name}\"\nvisibility = \"record\"\n{more}")
}

fn said(fresh: &Fresh, line: &str) -> String {
    let ran = Ran::of(program().arg("-C").arg(fresh.path()).args(["--on", "2026-11-20", "--lang", "nl"]).args(line.split(' ')));
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    String::from_utf8_lossy(&ran.out).into_owned()
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let hidden = masks(&somebody("zcelik", "Zoë Çelik-Østergård", ""));
    for text in [
        "Zoë Çelik-Østergård",
        "zoe celik-ostergard",
        "ZOË  ÇELIK ØSTERGÅRD",
        "Zoe\u{308} C\u{327}elik-Østerga\u{30a}rd",
        "Zo\u{ad}ë\u{200b} Çelik\u{2011}Østergård",
        "Zoë\u{a0}Çelik\n-Østergård",
        "ZoëÇelik-Østergård",
        "Zoë\u{200b}Çelik-Østergård",
        "Zoë **Çelik-Østergård**",
        "<b>Zoë</b> Çelik-Østergård",
        "Zoë_Çelik-Østergård",
        "Zoë%20%C3%87elik-%C3%98sterg%C3%A5rd",
        "Zo&euml;&nbsp;&Ccedil;elik-&Oslash;sterg&#229;rd",
        "zoe.celik-ostergard",
        "Çelik-Østergård, Zoë",
        "Z. Çelik-Østergård",
        "Zoë Çelik-Østergårds",
    ] {
        assert_eq!(hidden.masked(&format!("bel {text}."), Lang::Nl).as_deref(), Some("bel medewerker, Gemeente Assen."), "{text}");
    }
    assert_eq!(hidden.masked("**Zoë Çelik-Østergård**", Lang::En).as_deref(), Some("**member of staff, Gemeente Assen**"));
    for text in ["Zoë", "Zoë Çelik-Østergårdsen", "Zoë, en dan ook nog die Çelik-Østergård", ""] {
        assert_eq!(hidden.masked(text, Lang::Nl), None, "{text}");
    }
    let hidden =
        masks(&(somebody("jb", "J.P. Balk", "") + &somebody("jwit", "Jan de Wit", "") + "[people.js]\nname = \"Joost de Smits\"\n"));
    for text in ["J.P. Balk", "J. P. Balk", "JP Balk", "J.P.Balk", "Jan de&nbsp;Wit", "Wit, Jan de", "de Wit, Jan"] {
        assert!(hidden.masked(text, Lang::Nl).is_some_and(|text| text.starts_with("medewerker, Gemeente Assen (")), "{text}");
    }
    for text in ["Jan de Witte", "Mo bracht Jan", "JPBalken", "Joost de Smits"] {
        assert_eq!(hidden.masked(text, Lang::Nl), None, "{text}");
    }
}

#[test]
fn a_number_is_found_in_every_notation() {
    for written in ["+31 (0)6 1234 5678", "06-12345678", "0031612345678"] {
        let hidden = masks(&somebody("zcelik", "Zoë Çelik", &format!("phone = \"{written}\"\n")));
        for text in
            ["0612345678", "06 1234 5678", "06-12345678", "+31612345678", "+31 (0)6 12.34.56.78", "0031 6 1234/5678", "(06) 12345678"]
        {
            assert_eq!(hidden.masked(&format!("bel {text} nu"), Lang::Nl).as_deref(), Some("bel … nu"), "{written}: {text}");
        }
        for text in ["06123456789", "NL91ABNA0612345678", "2026-12-34", "1061234567", "06 12 34 5 en 678"] {
            assert_eq!(hidden.masked(text, Lang::Nl), None, "{written}: {text}");
        }
    }
    let hidden = masks(&somebody("zcelik", "Zoë Çelik", "email = \"Z.Celik@AA.example\"\n"));
    for text in ["z.celik@aa.example", "Z.CELIK@aa.example", "z.ce\u{200b}lik@aa.example", "z.celik%40aa.example", "z.celik&#64;aa.example"]
    {
        assert_eq!(hidden.masked(text, Lang::Nl).as_deref(), Some("…"), "{text}");
    }
}

#[test]
fn a_word_that_is_also_an_id_stays_a_word() {
    let people = somebody("mei", "Mei Lin", "") + &somebody("bos", "Rik Bos", "") + &somebody("uur", "Jan Uur", "handle = \"bijdragen\"\n");
    let people = people + &somebody("code", "Kees Dam", "handle = \"kdam-dev\"\n") + "[people.wil]\nname = \"Wil de Groot\"\n";
    let hidden = hidden(&record(&fresh(&people, "")), Audience::Public);
    for text in ["20 mei 2026, 10.00 uur", "De helpdesk wil een zoekfunctie", "3 bijdragen", "het bos", "CBS-code", "Bos en hei"] {
        assert_eq!(hidden.masked(text, Lang::Nl), None, "{text}");
    }
    for text in [
        "vraag @mei",
        "vraag `bos`",
        "people/uur",
        "people.uur.email",
        "code",
        "zie @bijdragen",
        "van kdam-dev",
        "https://git.example/kdam-dev/x",
    ] {
        assert!(hidden.masked(text, Lang::Nl).is_some_and(|masked| masked != text), "{text}");
    }
    let hidden = masks(&(somebody("wsmit", "Willem Smit", "") + &somebody("rbos", "Rik Bos", "") + &somebody("deboer", "Jan de Boer", "")));
    for text in ["dat zei wsmit ook", "Wsmit.", "rbos", "_deboer_"] {
        assert!(hidden.masked(text, Lang::Nl).is_some(), "{text}");
    }
}

#[test]
fn the_words_of_the_program_stay_what_they_are() {
    let people =
        somebody("mei", "Mei Lin", "") + &somebody("uur", "Jan Uur", "handle = \"bijdragen\"\n") + &somebody("code", "Kees Dam", "");
    let given = "[[contribution]]\non = 2026-05-20\nkind = \"code\"\nby = \"uur\"\nwhat = \"Kaart van het bos\"\n";
    let fresh = fresh(&format!("{given}{people}"), "[[lesson]]\non = 2026-05-20\nwhat = \"Vanaf 20 mei gaat het goed\"\n");
    for audience in ["public", "participants"] {
        let letter = said(&fresh, &format!("newsletter --since 2026-05-01 --audience {audience} --format md"));
        assert!(letter.contains("1 mei 2026") && letter.contains("Vanaf 20 mei gaat het goed"), "{letter}");
        let thanks = said(&fresh, &format!("thanks --period 2026-05 --audience {audience} --format md"));
        assert!(thanks.contains("## Bijdragen") && thanks.contains("mei 2026") && !thanks.contains("Jan Uur"), "{thanks}");
        let shown = said(&fresh, &format!("show assen --audience {audience}"));
        assert!(shown.contains("CBS-code") && !shown.contains("Kees Dam"), "{shown}");
    }
}

#[test]
fn a_question_finds_no_more_than_is_shown() {
    let people = somebody("asmeulen", "Anneke Smeulen", "position = \"Adviseur\"\nuntil = 2027-01-01\n");
    let fresh = fresh(&people, "[[lesson]]\non = 2026-05-20\nwhat = \"Het idee van Anneke Smeulen\"\nby = \"asmeulen\"\n");
    fresh.write("roles/redactie.toml", "title = \"Redactie\"\n[[holder]]\nwho = \"asmeulen\"\n");
    let listed = |line: &str| said(&fresh, &format!("list {line} --format csv")).lines().count() - 1;
    for line in [
        "lessons --where what~smeulen",
        "roles --where holder.who=asmeulen",
        "people --where visibility=record",
        "people --where until>2026-01-01",
    ] {
        assert_eq!((listed(line), listed(&format!("{line} --audience record"))), (0, 1), "{line}");
    }
    assert_eq!(listed("lessons --where what~medewerker"), 1);
    let people = said(&fresh, "list people --format json");
    assert!(!people.contains("Adviseur") && !people.contains("2027") && people.contains("Gemeente Assen"), "{people}");
}

#[test]
fn a_line_break_of_the_record_is_a_space() {
    let fresh = fresh("", "[[lesson]]\non = 2026-05-20\nwhat = \"\"\"Eerst dit,\r\ndan dat.\n\"\"\"\n");
    for format in ["md", "html", "mail", "table", "csv", "csv-excel"] {
        let letter = said(&fresh, &format!("newsletter --since 2026-05-01 --format {format}"));
        assert!(letter.contains("Eerst dit, dan dat.") && !letter.contains('␊'), "{format}: {letter}");
    }
    assert!(said(&fresh, "list lessons").contains("Eerst dit, dan dat."));
}

/// A megabyte of text and two hundred people: each sign is looked at a few times, not once for everybody.
#[test]
fn a_megabyte_of_text_is_masked_for_two_hundred_people() {
    let one = |n: usize| {
        let more = format!("email = \"p{n}@assen.example\"\nphone = \"06-{:08}\"\nhandle = \"handle-{n}\"\n", 10_000_000 + n);
        somebody(&format!("p{n}"), &format!("Persoon{n} van der Achternaam{n}"), &more)
    };
    let hidden = masks(&(0..200).map(one).collect::<String>());
    let text = "Persoon7 sprak met persoon van der Achternaam over 06-12345678 en a@b.example; ".repeat(13_000);
    assert_eq!(hidden.masked(&text, Lang::Nl), None);
    let text = "Persoon7 van der Achternaam7, p7@assen.example, 06 1000 0007, handle-7; ".repeat(14_000);
    assert!(hidden.masked(&text, Lang::Nl).is_some_and(|masked| !masked.contains('7')));
}

/// Whoever may be seen keeps the whole name, though a part of it is somebody else's; everything else that has that part is masked.
#[test]
fn a_longer_name_that_may_be_seen_stays_whole() {
    let public = |id: &str, name: &str| format!("[people.{id}]\nname = \"{name}\"\nvisibility = \"public\"\n");
    let people = [
        somebody("jv", "Jo de Vries", ""),
        public("jj", "Jo de Vries-Jansen"),
        public("aj", "Anne-Jo de Vries"),
        somebody("pk", "Piet Kok", ""),
        public("pk2", "Piet Kok"),
    ];
    let hidden = masks(&people.concat());
    let masked = |text: &str| hidden.masked(text, Lang::Nl);
    for text in ["Jo de Vries-Jansen", "Met Jo de Vries-Jansen, en Anne-Jo de Vries."] {
        assert_eq!(masked(text), None, "{text}");
    }
    for text in [
        "Jo de Vries",
        "Jo de Vries en Jo de Vries-Jansen",
        "Jo de Vries-Janssen",
        "Jo de Vries, Jansen",
        "Jo de Vries-Jansen-Bos",
        "Jo de Vries -Jansen",
        "De Vries, Jo",
        "Piet Kok",
    ] {
        let found = masked(text).unwrap_or_else(|| panic!("{text} is as it was"));
        assert!(
            !found.replace("Jo de Vries-Jansen", "").replace("-Bos", "").contains("Vries") && !found.contains("Piet"),
            "{text}: {found}"
        );
    }
    assert_eq!(masked("Jo de Vries en Jo de Vries-Jansen").as_deref(), Some("medewerker, Gemeente Assen (1) en Jo de Vries-Jansen"));
}

#[test]
fn the_mailbox_of_the_collaboration_and_of_an_organisation_is_not_hidden_with_whoever_reads_it() {
    let shared = "email = \"post@proef.example\"\n";
    let people = somebody("apot", "Ankie Pot", shared)
        + &somebody("rsmit", "Rosa Smit", "email = \"Loket@Assen.example\"\n")
        + &somebody("pvis", "Piet Vis", "email = \"pvis@assen.example\"\n");
    let fresh = fresh("", "");
    fresh.write("commons.toml", format!("{SETTINGS}{shared}"));
    fresh.write("participants/assen.toml", format!("{ASSEN}email = \"loket@assen.example\"\n{people}"));
    let hidden = hidden(&record(&fresh), Audience::Participants);
    let told = "Mail Ankie Pot (post@proef.example), loket@assen.example of pvis@assen.example";
    let masked = hidden.masked(told, Lang::Nl).expect("a name stands in it");
    assert!(masked.contains("(post@proef.example), loket@assen.example of …"), "{masked}");
    assert!(!masked.contains("Ankie") && !masked.contains("pvis"), "{masked}");
    // Whose mailbox it is, is still nobody's business.
    let exported = said(&fresh, "export json --audience public");
    assert_eq!(exported.matches("post@proef.example").count(), 1, "{exported}");
    assert!(!exported.contains("Ankie") && !exported.contains("Rosa"), "{exported}");
}
