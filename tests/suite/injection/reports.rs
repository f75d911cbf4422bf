//! Hostile texts in every form of every report.

use std::path::Path;

use commons::answers::audience::Audience;
use commons::answers::meetings::between;
use commons::answers::search::search;
use commons::date::Date;
use commons::document::{Block, Document, Readers};
use commons::exports::ics;
use commons::formats::{Format, Style, render};
use commons::handbook::Level;
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::load::load;
use commons::record::values::Id;
use commons::reports::thanks::certificate::certificate;
use commons::reports::thanks::period::Period;
use commons::reports::things::LISTED;
use commons::reports::trend::periods::{By, Step, steps};
use commons::reports::{actions, agenda, coverage, due, list, minutes, newsletter, raci, rota, show, status, thanks, trend, who, yearly};
use commons::source::directory;
use commons::text::{Lang, Text};

use crate::injection::{HOSTILE, quoted, readable, record};
use crate::paper::chart_of;
use crate::program::assert_harmless;

#[test]
fn hostile_texts_are_harmless_in_every_form_of_a_report() {
    for text in HOSTILE {
        for raw in [false, true] {
            let fresh = record(text, raw, readable());
            fresh.write("tasks/z.toml", format!("title = {0}\ncovers = [\"contact\"]\n[raci]\nresponsible = \"roles/x\"\naccountable = \"x\"\nconsulted = [{{ who = \"roles/x\", for = {0} }}]\ninformed = [{{ who = \"everyone\", via = {0} }}]\n", quoted(text, raw)));
            for (path, file) in DATED {
                fresh.write(path, file.replace('@', &quoted(text, raw)));
            }
            let arguments = ["raci", "--annex", "--signatures", "--on", "2026-10-01"];
            let ran = fresh.run(&arguments);
            assert_eq!(ran.code, Some(0), "{text:?}: {}", ran.said());
            assert_harmless(ran.shown(), text);
            for (document, what) in reports(fresh.path()) {
                harmless_in_every_form(&document, &format!("{text:?}: {what}"));
            }
            harmless_as_a_calendar(fresh.path(), text);
        }
    }
}

/// Files with a day, in which `@` stands for a hostile text.
const DATED: [(&str, &str); 8] = [
    (
        "events/v.toml",
        "title = @\nstarts = 2026-11-02T10:00:00\nends = 2026-11-02T11:00:00\nplace = @\nurl = @\nbody = @\nnote = @\nstatus = \"cancelled\"\nminutes = @\nrepeat = { every = \"week\" }\nagenda = [{ what = @, by = @, paper = @ }]\n",
    ),
    (
        "events/w.toml",
        "title = @\nkind = \"user-meeting\"\nstarts = 2026-11-01T10:00:00\norganiser = @\ninvited = [@]\nplace = @\nurl = @\nagenda = [{ what = @, by = @, paper = @ }]\n[[decision]]\nwhat = @\n[[action]]\nwhat = @\nwho = @\ndue = 2026-09-01\n",
    ),
    (
        "participants/w.toml",
        "name = @\njoined = 2026-09-01\nsupplier = true\ntakes_part = true\ninterest = { on = 2026-09-01 }\ncontact = @\n[onboarding]\nfrom = 2026-09-01\nbuddy = @\n[onboarding.not_applicable]\naccess = @\n[[contribution]]\non = 2026-09-01\nkind = @\nwhat = @\nby = @\n",
    ),
    (
        "roles/w.toml",
        "title = @\npurpose = @\ndecides = @\npart_of = @\nstaffing = \"rotating\"\nterm_months = 6\n[[holder]]\nwho = @\n[[backup]]\nwho = @\n[[turn]]\nwho = @\nfrom = 2026-01-01\n[[turn]]\nwho = \"x\"\nfrom = 2026-07-01\n",
    ),
    ("products/w.toml", "name = @\nmaintainer = @\nsupported_until = 2026-12-01\n[[milestone]]\non = 2026-09-01\nwhat = @\n"),
    ("finances/contracts/w.toml", "supplier = @\nwhat = @\nuntil = 2026-12-01\nnotice_date = 2026-11-01\n"),
    ("finances/2026/invoices/w.toml", "number = @\nparticipant = @\ndue = 2026-09-01\ntotal = 1.00\n"),
    (
        "community.toml",
        "[[channel]]\nid = @\nname = @\nkind = \"newsletter\"\nrhythm = \"monthly\"\nlast = 2026-07-01\nowner = @\n[[knowledge]]\nid = @\nname = @\nchecked = 2025-11-01\n[[step]]\nid = @\nwhat = @\nwho = @\nafter_days = 10\n[[evaluation]]\non = 2026-01-01\nwhat = @\nnext = 2026-11-01\n[[lesson]]\non = 2026-09-01\nwhat = @\noutcome = \"failed\"\nby = @\n[[wish]]\non = 2026-09-01\nwhat = @\nby = @\n[[measurement]]\non = 2026-09-01\nwhat = @\nvalue = 1\nunit = @\n",
    ),
];

/// Every report of a record.
fn reports(folder: &Path) -> Vec<(Document, &'static str)> {
    let source = directory::open(folder).expect("the record can be listed");
    let (record, _) = load(&source, Date::of(2026, 10, 1).expect("it is a day"), &|| ());
    let annex = raci::Annex { version: Text::new("x", "x"), signatures: raci::Signatures::With };
    let plain = raci::Options::default;
    let audience = Audience::Record;
    let found = search(&record, "x", audience);
    let listed = LISTED.iter().map(|kind| {
        let options = list::Options { kind, columns: Vec::new(), wanted: Vec::new(), order: Vec::new(), audience };
        (list::list(&record, &options), "list")
    });
    let shown = [
        ("x", Kinds::PERSON),
        ("x", Kinds::ROLE),
        ("x", Kinds::ORGANISATION),
        ("z", Kinds::TASK),
        ("w", Kinds::EVENT),
        ("w", Kinds::CONTRACT),
    ];
    let shown = shown.into_iter().filter_map(|(id, kind)| show::show(&record, &show::Options { id: Id::new(id), kind, audience }));
    let shown: Vec<_> = shown.map(|document| (document, "show")).collect();
    assert!(shown.len() > 3 && !found.is_empty(), "only {} things were found", shown.len());
    let of_year = thanks::Options { period: Period::parse("2026").expect("it is a year"), audience };
    let since = Date::of(2025, 1, 1);
    let mut reports = vec![
        (status::status(&record, &status::Options { audience, findings: (1, 2) }), "status"),
        (newsletter::newsletter(&record, None, &newsletter::Options { since, audience, ..Default::default() }), "newsletter"),
        (thanks::thanks(&record, &of_year), "thanks"),
        (yearly::yearly(&record, Some(&record), &yearly::Options { year: 2026, audience }).expect("it has begun"), "report"),
        (
            yearly::page(&record, &record.participants["w"], &yearly::Options { year: 2026, audience }).expect("it has begun"),
            "report --for",
        ),
        (certificate(&record, &Id::new("participants/w"), &of_year).expect("something was given"), "thanks --certificate"),
        (who::who(&record, &record.tasks.values().next().expect("there is one").title, &found, audience), "who"),
        (raci::raci(&record, &plain()), "raci"),
        (raci::raci(&record, &raci::Options { columns: raci::Columns::People, ..plain() }), "raci --people"),
        (raci::raci(&record, &raci::Options { annex: Some(annex), ..plain() }), "raci --annex"),
        (raci::raci(&record, &raci::Options { readers: Readers::Spreadsheets, ..plain() }), "raci for a spreadsheet"),
        (raci::raci(&record, &raci::Options { readers: Readers::Programs, ..plain() }), "raci for programs"),
        (raci::raci(&record, &raci::Options { who: Some(Id::new("x")), ..plain() }), "raci --who"),
        (due::of(&record, &due::Options { until: Date::LAST, who: None, audience: Audience::Record }), "due"),
        (
            due::of(&record, &due::Options { until: record.on.plus_days(90), who: Some(Id::new("x")), audience: Audience::Public }),
            "due --for",
        ),
        (rota::of(&record, &record.roles["w"], &commons::answers::rota::rota(&record, &record.roles["w"], 3), Audience::Public), "rota"),
        (coverage::coverage(&record, &coverage::Options { level: Some(Level::Full), audience: Audience::Record }), "coverage"),
    ];
    for meeting in between(&record, record.on, record.on.plus_months(2)) {
        reports.push((agenda::of(&record, &meeting, audience), "agenda"));
        reports.push((minutes::of(&record, &meeting, audience), "minutes"));
    }
    reports.push((actions::decided(&record, None, audience), "decisions"));
    reports.push((actions::agreed(&record, &actions::Options { who: None, which: actions::Which::All, audience }), "actions"));
    reports.extend(listed.chain(shown));
    reports.push((drawn(&record), "trend"));
    reports
}

/// A trend over months that are all as the record is now, and a chart in which every word is a hostile text.
fn drawn(record: &Record) -> Document {
    let options = trend::Options { audience: Audience::Record, ..Default::default() };
    let state = |step: Step| {
        let on = step.period.span.until.min(record.on);
        let known = trend::measured(&record.on_day(on), &step, &options);
        trend::State { is_running: on == record.on, step, on, commit: None, known }
    };
    let states: Vec<trend::State> = steps(By::Month, record.on.minus_months(6), record.on).into_iter().map(state).collect();
    let mut document = trend::trend(record, &states, &options);
    assert!(document.blocks.iter().any(|block| matches!(block, Block::Charts(_))), "nothing is drawn");
    let title = record.collaboration.as_ref().map(|settings| Text::same(settings.name.clone())).unwrap_or_default();
    document.blocks.push(Block::Charts(vec![chart_of(&title)]));
    document
}

/// Nothing stands in a calendar but the lines that the program writes.
fn harmless_as_a_calendar(folder: &Path, what: &str) {
    let source = directory::open(folder).expect("the record can be listed");
    let (record, _) = load(&source, Date::of(2026, 10, 1).expect("it is a day"), &|| ());
    for (audience, lang) in [(Audience::Record, Lang::Nl), (Audience::Public, Lang::En)] {
        let (from, until) = (record.on, record.on.plus_months(12));
        let options = ics::Options { from, until, who: Some(Id::new("x")).filter(|_| lang == Lang::En), audience, lang };
        let written = String::from_utf8(ics::write(&record, &options)).expect("a calendar is text");
        assert_harmless(&written.replace("\r\n", "\n"), what);
        let (mut depth, mut entries) = (0, 0);
        for line in written.replace("\r\n ", "").trim_end().split("\r\n") {
            let name = line.split([':', ';']).next().unwrap_or_default();
            let ours = "BEGIN END VERSION PRODID CALSCALE X-WR-CALNAME TZID DTSTART DTEND TZOFFSETFROM TZOFFSETTO TZNAME RRULE EXDATE UID DTSTAMP RECURRENCE-ID SEQUENCE SUMMARY STATUS TRANSP CATEGORIES LOCATION URL DESCRIPTION";
            assert!(ours.split(' ').any(|known| known == name), "{what}: {line}");
            depth += i32::from(name == "BEGIN") - i32::from(name == "END");
            entries += usize::from(line == "BEGIN:VEVENT");
        }
        assert!(depth == 0 && (entries > 5 || lang == Lang::En), "{what}: {written}");
    }
}

fn harmless_in_every_form(document: &Document, what: &str) {
    for (width, format) in [
        (100, Format::Table),
        (60, Format::Table),
        (20, Format::Table),
        (100, Format::Md),
        (100, Format::Html),
        (100, Format::Svg),
        (100, Format::Mail),
        (100, Format::Csv),
        (100, Format::Excel),
        (100, Format::Json),
    ] {
        for lang in [Lang::Nl, Lang::En] {
            let bytes = render(document, format, &Style { lang, width, color: false });
            let shown = String::from_utf8(bytes).expect("every form is text");
            let what = format!("{what}: {format:?}");
            let plain = shown.replace("\r\n", "\n");
            assert_harmless(plain.trim_start_matches('\u{feff}'), &what);
            match format {
                Format::Html => assert_html(&shown, &what),
                Format::Svg => assert_picture(&shown, &what),
                Format::Md => assert_markdown(&shown, &what),
                Format::Csv => assert_sheet(&shown, b',', &what),
                Format::Excel => assert_sheet(&shown, b';', &what),
                Format::Mail => assert!(shown.lines().take_while(|line| !line.is_empty()).count() <= 2, "{what}: {shown}"),
                // Its bytes are no text; what stands in them is looked at by itself.
                Format::Table | Format::Json | Format::Pdf => {}
            }
        }
    }
}

/// No element or attribute stands in a page but those that the program writes.
fn assert_html(page: &str, what: &str) {
    for part in page.split('<').skip(1) {
        let tag: String = part.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let known = [
            "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ul", "li", "strong", "small", "br", "div", "span",
            "table", "thead", "tbody", "tr", "th", "td", "a", "figure", "svg", "desc", "path", "text",
        ];
        assert!(known.contains(&tag.as_str()) || part.starts_with("!DOCTYPE html>"), "{what}: <{part}");
        let inside = part.split('>').next().unwrap_or_default();
        let named = inside.split('"').step_by(2).flat_map(str::split_whitespace).filter_map(|word| word.strip_suffix('='));
        for name in named {
            assert!(
                ["lang", "charset", "name", "content", "style", "scope", "class", "role", "aria-label", "tabindex", "href"].contains(&name)
                    || DRAWN.contains(&name),
                "{what}: {name} in <{inside}"
            );
        }
        // Nothing is followed but a page or a mailbox.
        for to in inside.split("href=\"").skip(1) {
            assert!(["https://", "http://", "mailto:"].iter().any(|plain| to.starts_with(plain)), "{what}: <{inside}");
        }
    }
}

/// The attributes of what is drawn.
const DRAWN: [&str; 21] = [
    "aria-labelledby",
    "id",
    "d",
    "x",
    "y",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "font-size",
    "font-weight",
    "font-family",
    "text-anchor",
    "width",
    "height",
    "viewBox",
    "transform",
    "xmlns",
    "version",
    "encoding",
];

/// A picture is well-formed, and holds no element or attribute but those that the program writes.
fn assert_picture(picture: &str, what: &str) {
    let mut reader = quick_xml::Reader::from_str(picture);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{what}: {error}: {picture}")) {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                assert!(["svg", "title", "desc", "path", "text", "g"].contains(&name.as_str()), "{what}: <{name}>");
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{what}: {error}"));
                    let key = attribute.key.as_ref().to_owned();
                    assert!(DRAWN.contains(&key.as_str()) || ["lang", "role", "style"].contains(&key.as_str()), "{what}: {key}");
                }
            }
            quick_xml::events::Event::Empty(_) | quick_xml::events::Event::PI(_) => panic!("{what}: {picture}"),
            _ => {}
        }
    }
    let odd = |c: char| c != '\n' && c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!picture.contains(odd), "{what}: {picture}");
}

/// A text without the commands, files and names that stand in it as code: plain letters, spaces, and what stands in the name of
/// a file or a revision.
fn without_code(text: &str) -> String {
    let mut parts = text.split('`').peekable();
    let mut rest = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || " ./-_~^:'[]".contains(c);
        if !rest.ends_with('\\') && !part.is_empty() && part.chars().all(is_plain) && parts.peek().is_some() {
            rest.push_str(parts.next().unwrap_or_default());
        } else {
            rest.push_str(&format!("`{part}"));
        }
    }
    rest
}

/// Whatever could be markup has a backslash before it.
fn assert_markdown(text: &str, what: &str) {
    let ours = without_code(&text.replace("<br>", "").replace("**", ""));
    for line in ours.lines() {
        let body = line.trim_start_matches("| ");
        let mut escaped = false;
        for c in body.chars() {
            assert!(
                escaped || !matches!(c, '<' | '>' | '`' | '&' | '$' | '{') && (c != '[' || line.starts_with("- [")),
                "{what}: {c} in {line}"
            );
            escaped = c == '\\' && !escaped;
        }
    }
}

/// No cell is a formula.
fn assert_sheet(text: &str, delimiter: u8, what: &str) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    for row in reader.records() {
        for cell in &row.expect("rows have as many cells as the first") {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '\t']), "{what}: {cell}");
        }
    }
}
