//! The history of a record: at every commit of random histories the record is the one that is read whole there.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono_tz::Europe::Amsterdam;
use commons::date::Date;
use commons::record::Record;
use commons::record::history::{History, Order};
use commons::record::load::load;
use commons::source::git::walk::{Walk, every, walk};
use commons::source::git::{Commit, resolve};
use commons::source::revision;
use tempfile::TempDir;

use crate::program::{Ran, program};

/// Numbers that are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("it fits") % most
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Files of a record, and what may stand in each: right, broken, in need of a remark, or something else.
const FILES: &[(&str, &[&str])] = &[
    (
        "commons.toml",
        &[
            "format = 1\nname = \"X\"\nlanguage = \"nl\"\n",
            "format = 1\nname = \"Y\"\nlanguage = \"en\"\nagreement = { file = \"docs/a.md\" }\n",
            "format = 9\nname = \"X\"\n",
            "language = \"nl\"\nnaam = 3\n[",
            "format = 1\nname = \"X\"\nagreement = { file = \"docs/b.md\" }\n",
        ],
    ),
    (
        "community.toml",
        &[
            "[[channel]]\nid = \"lijst\"\nkind = \"mail\"\n",
            "[[channel]]\nid = \"lijst\"\nkind = \"mail\"\n[[channel]]\nid = \"lijst\"\nkind = \"chat\"\n",
            "[[step]]\nid = \"een\"\n",
            "x = ",
        ],
    ),
    (
        "people.toml",
        &[
            "[people.jo]\nname = \"Jo\"\n",
            "[people.jo]\nname = \"Jo\"\n[people.an]\nname = \"An\"\n",
            "[people.zwolle]\nname = \"Zwolle\"\n",
            "[people.everyone]\nname = \"Al\"\n",
            "[people.Fout-Id]\nname = \"F\"\n",
        ],
    ),
    (
        "participants/zwolle.toml",
        &[
            "name = \"Gemeente Zwolle\"\n",
            "name = \"Gemeente Zwolle\"\nrepresents = [\"GM0193\", \"GM0344\"]\n[people.an]\nname = \"An\"\n",
            "name = \"Zwolle\"\n[people.jo]\nname = \"Jo\"\n",
            "name = 3\n",
        ],
    ),
    (
        "participants/tiel.toml",
        &[
            "name = \"Gemeente Tiel\"\n[people.kim]\nname = \"Kim\"\n",
            "name = \"Gemeente Tiel\"\nrepresents = [\"GM0193\"]\n",
            "name = \"Tiel\"\n[people.an]\nname = \"An\"\n",
        ],
    ),
    ("participants/Hoorn.toml", &["name = \"Hoorn\"\n"]),
    ("participants/hoorn.toml", &["name = \"Hoorn\"\n", "name = \"Hoorn\"\nsuccessor = \"tiel\"\n"]),
    ("participants/commons.toml", &["name = \"Nest\"\n"]),
    (
        "roles/voorzitter.toml",
        &[
            "title = \"Voorzitter\"\n[[holder]]\nwho = \"jo\"\n",
            "title = \"Voorzitter\"\nholder = \"vacant\"\n",
            "title = \"V\"\n[[seat]]\nid = \"a\"\n[[seat]]\nid = \"a\"\n",
            "\u{feff}title = \"V\"\n",
        ],
    ),
    ("roles/zwolle.toml", &["title = \"Zwolle\"\n"]),
    ("roles/unknown.toml", &["title = \"?\"\n"]),
    ("roles/Foo Bar.toml", &["title = \"Foo\"\n", "x"]),
    (
        "tasks/code.toml",
        &[
            "title = \"Code\"\nprocess = \"docs/a.md\"\n",
            "title = \"Code\"\nprocess = \"docs/b.md\"\n",
            "title = \"Code\"\nprocess = \"docs\"\n[raci]\naccountable = \"voorzitter\"\n",
        ],
    ),
    ("tasks/sub/stray.toml", &["title = \"S\"\n"]),
    ("products/kaart.toml", &["name = \"Kaart\"\nrepository = \"docs\"\n", "name = \"Kaart\"\nrepository = \"code\"\n"]),
    (
        "events/overleg.toml",
        &[
            "title = \"Overleg\"\n[[decision]]\nid = \"b1\"\nwhat = \"x\"\n",
            "title = \"Overleg\"\nstarts = 2026-01-01\n",
            "title = \"O\"\n[[decision]]\nid = \"b2\"\nwhat = \"x\"\n",
        ],
    ),
    ("events/tweede.toml", &["title = \"Tweede\"\n[[decision]]\nid = \"b1\"\nwhat = \"y\"\n", "title = \"T\"\n"]),
    (
        "finances/2026/budget.toml",
        &[
            "[[cost]]\nid = \"a\"\nwhat = \"A\"\namount = 10.00\n",
            "[[cost]]\nid = \"a\"\nwhat = \"A\"\namount = 10.00\n[[cost]]\nid = \"a\"\nwhat = \"A\"\namount = 11.00\n",
            "[[cost]]\nid = 1\n",
        ],
    ),
    ("finances/2025/budget.toml", &["[[cost]]\nid = \"b\"\nwhat = \"B\"\namount = 1.00\n"]),
    ("finances/2026/payments.toml", &["[[payment]]\non = 2026-02-01\namount = 1.00\n", ""]),
    ("finances/2026/invoices/2026-0001.toml", &["to = \"zwolle\"\n", "to = \"tiel\"\n"]),
    ("finances/2026/invoices/a.toml", &["to = \"zwolle\"\n"]),
    ("finances/contracts/c.toml", &["title = \"C\"\nwith = \"tiel\"\n", "supplier = \"tiel\"\n"]),
    ("finances/jaar/budget.toml", &["x = 1\n"]),
    ("comunity.toml", &["x = 1\n"]),
    ("deelnemers/x.toml", &["name = \"x\"\n"]),
    ("products", &["a file\n"]),
    ("docs/a.md", &["# a\n", "# A\n"]),
    ("docs/b.md", &["# b\n"]),
    ("docs/inner/commons.toml", &["name = \"inner\"\n"]),
    ("code/README.md", &["# code\n"]),
    ("code/LICENSE", &["EUPL\n"]),
    ("\"roles/\\377.toml\"", &["title = \"x\"\n"]),
    ("\"docs/\\377.md\"", &["x\n"]),
];

/// Links, and where they lead.
const LINKS: &[(&str, &str)] = &[
    ("roles/link.toml", "voorzitter.toml"),
    ("roles/other.toml", "../tasks/code.toml"),
    ("roles/stray.toml", "../tasks/sub/stray.toml"),
    ("tasks/out.toml", "../../x.toml"),
    ("participants/tiel.toml", "zwolle.toml"),
];

/// A stream that `git fast-import` reads: so many commits, with a branch that is merged now and then, and the folder moved.
fn stream(seed: u64, commits: usize) -> Vec<u8> {
    let mut dice = Dice(seed);
    dice.below(2);
    let mut out = Vec::new();
    let mut folder = *dice.one(&["", "record/"]);
    let mut side: Option<usize> = None;
    let mut time = 1_735_700_000_usize;
    for n in 1..=commits {
        // Clocks that go back are no exception.
        time += dice.below(9) * 86_400;
        time -= if dice.below(8) == 0 { 86_400 * 3 } else { 0 };
        let on_side = side.is_some() && dice.below(2) == 0;
        let branch = if on_side { "side" } else { "main" };
        let told = format!(
            "commit refs/heads/{branch}\nmark :{n}\ncommitter J\u{1b}o <jo@zwolle.example> {time} +0100\ndata 3\nc{:02}\n",
            n % 100
        );
        out.extend_from_slice(told.as_bytes());
        if let (Some(tip), false, 0) = (side, on_side, dice.below(3)) {
            out.extend_from_slice(format!("merge :{tip}\n").as_bytes());
            side = None;
        }
        if n > 3 && side.is_none() && dice.below(15) == 0 {
            let to = *dice.one(&["dossier/", "a/b/"]);
            if folder.is_empty() {
                for top in ["commons.toml", "participants", "roles", "tasks", "finances", "people.toml", "events", "community.toml"] {
                    out.extend_from_slice(format!("M 100644 inline x/{top}.keep\ndata 0\n\n").as_bytes());
                }
            } else if folder != to {
                out.extend_from_slice(
                    format!(
                        "M 100644 inline {folder}commons.toml\ndata 9\nname='Z'\n\nR {} {}\n",
                        &folder[..folder.len() - 1],
                        &to[..to.len() - 1]
                    )
                    .as_bytes(),
                );
                folder = to;
            }
        }
        let many = if n == 1 { 14 } else { dice.below(4) };
        for _ in 0..many {
            // In half of the histories nothing stands where it should not.
            change(&mut dice, folder, n == 1, seed.is_multiple_of(2), &mut out);
        }
        if on_side {
            side = Some(n);
        } else if side.is_none() && n > 1 && dice.below(6) == 0 {
            out.extend_from_slice(format!("\nreset refs/heads/side\nfrom :{n}\n").as_bytes());
            side = Some(n);
        }
        out.push(b'\n');
    }
    out
}

fn change(dice: &mut Dice, folder: &str, adds: bool, is_tame: bool, out: &mut Vec<u8>) {
    if !is_tame && dice.below(12) == 0 {
        let (path, to) = dice.one(LINKS);
        out.extend_from_slice(format!("M 120000 inline {folder}{path}\ndata {}\n{to}\n", to.len()).as_bytes());
        return;
    }
    let (path, texts) = dice.one(FILES);
    let path = if let Some(quoted) = path.strip_prefix('"') { format!("\"{folder}{quoted}") } else { format!("{folder}{path}") };
    // Something odd once in a while; mostly the record is well.
    let is_odd = ["stray", "jaar", "comunity", "deelnemers", "inner", "Foo", "Hoorn", "unknown", "/commons", "377"]
        .iter()
        .any(|odd| path.contains(odd))
        || path.ends_with("products");
    if !adds && dice.below(4) == 0 || is_odd && (is_tame || dice.below(3) > 0) {
        out.extend_from_slice(format!("D {path}\n").as_bytes());
        return;
    }
    let text = dice.one(texts);
    out.extend_from_slice(format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()).as_bytes());
}

fn git(dir: &Path, args: &[&str], input: &[u8]) -> String {
    let mut git = Command::new("git");
    git.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", dir);
    git.arg("-C").arg(dir).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = git.spawn().expect("git is installed");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(input).expect("git reads it");
    drop(stdin);
    let output = child.wait_with_output().expect("git ends");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Everything that a record says, in words that can be compared: the index holds its ids in no order.
fn said(record: &Record) -> (String, BTreeSet<String>) {
    let mut record = record.clone();
    let index = format!("{:?}", std::mem::take(&mut record.index));
    let ids = index.strip_prefix("Index { ids: {").expect("an index has ids").replace("}, Id(", "}\nId(").replace("}, names:", "\n");
    (format!("{record:?}"), ids.lines().map(str::to_owned).collect())
}

fn whole(dir: &Path, commit: &Commit, day: Date) -> (Record, String) {
    let source = revision::open(dir, commit.clone()).expect("the commit is there");
    let (record, findings) = load(&source, day, &|| ());
    (record, format!("{findings:?}"))
}

fn day_of(commit: &Commit) -> Date {
    Date(commit.time.date_naive())
}

fn repository(seed: u64, commits: usize) -> (TempDir, Commit) {
    let bench = TempDir::new().expect("the temporary folder can be written");
    git(bench.path(), &["init", "-q", "-b", "main", "--bare"], b"");
    git(bench.path(), &["fast-import", "--quiet", "--force"], &stream(seed, commits));
    let mut tip = resolve(bench.path(), "HEAD", chrono_tz::UTC).expect("it has commits");
    let settings = git(bench.path(), &["ls-tree", "-r", "--name-only", "HEAD"], b"");
    for folder in ["record/", "dossier/", "a/b/"] {
        if settings.lines().any(|path| path.starts_with(folder)) {
            folder.clone_into(&mut tip.prefix);
        }
    }
    (bench, tip)
}

/// What was gone through of a history.
#[derive(Default)]
struct Seen {
    commits: usize,
    exchanged: usize,
    merges: usize,
}

/// Goes through a history and reads the record whole at each commit as well.
fn gone_through(folder: &Path, walked: &Walk, order: Order, seed: u64) -> Vec<Seen> {
    let each = History::new(folder, walked).each(order, &|| (), Seen::default, |seen, moment| {
        let commit = &moment.step.commit;
        moment.after.judge(day_of(commit));
        moment.before.judge(day_of(commit));
        let (record, findings) = whole(folder, commit, day_of(commit));
        assert_eq!(said(&moment.after.record), said(&record), "seed {seed}, after {}", commit.id);
        assert_eq!(format!("{:?}", moment.findings()), findings, "seed {seed}, after {}", commit.id);
        // A file that can be read again stands in it as it could be read last; and what is merged is no commit.
        if let Some(parent) = moment.step.parents.first().filter(|_| moment.regained.is_empty() && !walked.is_every) {
            let prefix = moment.step.moved_from.clone().unwrap_or(commit.prefix.clone());
            let parent = Commit { id: parent.clone(), time: commit.time, prefix };
            let before = whole(folder, &parent, day_of(commit)).0;
            assert_eq!(said(&moment.before.record), said(&before), "seed {seed}, before {}", commit.id);
        }
        seen.commits += 1;
        seen.merges += usize::from(moment.step.parents.len() > 1);
        seen.exchanged += usize::from(matches!(moment.exchange, commons::source::past::Exchange::Files { .. }));
        Ok(())
    });
    each.unwrap_or_else(|error| panic!("seed {seed}: {error:#}"))
}

#[test]
fn at_every_commit_the_record_is_the_one_that_is_read_there() {
    let (mut seen, mut exchanged, mut moved) = (0, 0, 0);
    for seed in 0..60 {
        let (bench, tip) = repository(seed, 40);
        let walked = walk(bench.path(), &tip, |_| false).expect("the history can be read");
        moved += walked.steps.iter().filter(|step| step.moved_from.is_some()).count();
        for part in gone_through(bench.path(), &walked, Order::OneByOne, seed) {
            seen += part.commits;
            exchanged += part.exchanged;
        }
    }
    assert!(seen > 800 && exchanged * 3 > seen && moved > 5, "{seen} {exchanged} {moved}");
}

#[test]
fn with_every_commit_each_goes_on_from_its_first_parent() {
    let mut merges = 0;
    for seed in 100..130 {
        let (bench, tip) = repository(seed, 40);
        let walked = every(bench.path(), &tip, |_| false).expect("the history can be read");
        merges += gone_through(bench.path(), &walked, Order::OneByOne, seed).iter().map(|seen| seen.merges).sum::<usize>();
    }
    assert!(merges > 5, "{merges}");
}

#[test]
fn a_history_in_parts_is_the_same_history() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads can be made");
    for seed in [300, 301] {
        let (bench, tip) = repository(seed, 320);
        let (whole, all) = (walk(bench.path(), &tip, |_| false), every(bench.path(), &tip, |_| false));
        for walked in [whole, all].map(|walked| walked.expect("the history can be read")) {
            let parts = pool.install(|| gone_through(bench.path(), &walked, Order::InParts, seed));
            let told = walked.steps.iter().filter(|step| !step.changes.is_empty() || step.moved_from.is_some()).count();
            assert_eq!(parts.iter().map(|part| part.commits).sum::<usize>(), told, "seed {seed}");
            assert_eq!(parts.len(), 3, "seed {seed}: {} steps", walked.steps.len());
        }
        for arguments in [["--format", "json"].as_slice(), &["--every", "--format", "csv"], &["participants/zwolle", "--format", "md"]] {
            let [one, several] = ["1", "3"].map(|threads| {
                let mut command = program();
                command.arg("-C").arg(bench.path().join(tip.prefix.trim_end_matches('/'))).env("RAYON_NUM_THREADS", threads);
                Ran::of(command.args(["log", "--audience", "record"]).args(arguments))
            });
            assert_eq!(one.code, Some(0), "seed {seed}, {arguments:?}: {}", one.said());
            assert_eq!(one.shown(), several.shown(), "seed {seed}, {arguments:?}");
        }
    }
}

#[test]
fn on_chosen_days_the_record_is_what_was_known_then() {
    for seed in 200..230 {
        let (bench, tip) = repository(seed, 40);
        let walked = walk(bench.path(), &tip, |_| false).expect("the history can be read");
        let days: Vec<Date> = (1..=12).map(|month| Date::parse(&format!("2025-{month:02}-15")).expect("a day")).collect();
        let mut given = 0;
        let told = History::new(bench.path(), &walked).on_days(&days, Amsterdam, |day, state| {
            given += 1;
            match (resolve(bench.path(), &day.to_string(), Amsterdam), state) {
                (Ok(commit), Some((step, state))) => {
                    assert_eq!(step.commit.id, commit.id, "seed {seed}, {day}");
                    let (record, _) = whole(bench.path(), &step.commit, day);
                    assert_eq!(said(&state.record), said(&record), "seed {seed}, {day}");
                }
                (Err(_), None) => {}
                (known, state) => panic!("seed {seed}, {day}: {known:?}, {}", state.is_some()),
            }
            Ok(())
        });
        told.unwrap_or_else(|error| panic!("seed {seed}: {error:#}"));
        assert_eq!(given, days.len());
    }
}
