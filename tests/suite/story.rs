//! A made-up collaboration over two years, as a repository: who joined and left, a broken commit, a merge, a branch that was pushed by
//! force, another folder, another id. The ids of its commits are always the same.

use crate::commits::git_as;
use crate::program::{Fresh, Ran, program};

/// One commit: the day, who made it, and what was done.
struct Step(&'static str, &'static str, &'static [Do]);

enum Do {
    Write(&'static str, &'static str),
    /// One text of a file becomes another.
    Edit(&'static str, &'static str, &'static str),
    /// A command of the program itself.
    Run(&'static [&'static str]),
    Git(&'static [&'static str]),
}

use Do::{Edit, Git, Run, Write};

/// Where the record stands at the end.
pub const FOLDER: &str = "dossier";

const STORY: &[Step] = &[
    Step(
        "2024-11-04",
        "Machteld Lepelaar",
        &[
            Write(
                "record/commons.toml",
                "format = 1\nname = \"Buurtkaart Rivierenland\"\nlevel = \"sharing\"\nlanguage = \"nl\"\nlead = \"culemborg\"\nstarted = 2024-11-01\n",
            ),
            Write(
                "record/participants/culemborg.toml",
                "name = \"Gemeente Culemborg\"\nkind = \"municipality\"\ncbs_code = \"GM0216\"\njoined = 2024-11-01\ninhabitants = 30000\n\n[people.mlepelaar]\nname = \"Machteld Lepelaar\"\nemail = \"machteld@culemborg.example\"\n",
            ),
            Write(
                "record/participants/tiel.toml",
                "name = \"Gemeente Tiel\"\nkind = \"municipality\"\ncbs_code = \"GM0281\"\njoined = 2024-11-01\ninhabitants = 42000\n\n[people.dappelvink]\nname = \"Douwe Appelvink\"\n",
            ),
            Write(
                "record/roles/coordinator.toml",
                "title = \"Coördinator\"\nstaffing = \"divided\"\n\n[[holder]]\nwho = \"mlepelaar\"\nfrom = 2024-11-01\n",
            ),
            Write(
                "record/tasks/overleg.toml",
                "title = \"Kwartaaloverleg\"\ncovers = [\"meeting-coordination\", \"minutes-and-actions\"]\n\n[raci]\nresponsible = [\"coordinator\"]\naccountable = \"culemborg\"\n",
            ),
            Write("README.md", "# Buurtkaart\n"),
        ],
    ),
    Step(
        "2025-01-15",
        "Machteld Lepelaar",
        &[Write(
            "record/participants/buren.toml",
            "name = \"Gemeente Buren\"\nkind = \"municipality\"\ncbs_code = \"GM0214\"\n\n[interest]\non = 2025-01-13\n",
        )],
    ),
    Step("2025-02-03", "Jo de Vries", &[Write("README.md", "# Buurtkaart Rivierenland\n")]),
    Step(
        "2025-03-03",
        "Machteld Lepelaar",
        &[Write(
            "record/participants/buren.toml",
            "name = \"Gemeente Buren\"\nkind = \"municipality\"\ncbs_code = \"GM0214\"\njoined = 2025-03-01\ninhabitants = 27000\n\n[interest]\non = 2025-01-13\nanswered = 2025-01-20\n\n[people.rkweepeer]\nname = \"Roos Kweepeer\"\nemail = \"roos@buren.example\"\n",
        )],
    ),
    Step("2025-04-10", "Jo de Vries", &[Edit("record/roles/coordinator.toml", "title", "# de spil\ntitle")]),
    Step(
        "2025-06-02",
        "Machteld Lepelaar",
        &[Edit(
            "record/roles/coordinator.toml",
            "from = 2024-11-01\n",
            "from = 2024-11-01\n\n[[backup]]\nwho = \"rkweepeer\"\nfrom = 2025-06-01\n",
        )],
    ),
    Step("2025-07-07", "Jo de Vries", &[Edit("record/participants/tiel.toml", "inhabitants = 42000", "inhabitants = = 42000")]),
    Step("2025-07-08", "Machteld Lepelaar", &[Edit("record/participants/tiel.toml", "inhabitants = = 42000", "inhabitants = 42500")]),
    Step(
        "2025-09-01",
        "Douwe Appelvink",
        &[Edit(
            "record/roles/coordinator.toml",
            "from = 2024-11-01\n",
            "from = 2024-11-01\nuntil = 2025-08-31\n\n[[holder]]\nwho = \"dappelvink\"\nfrom = 2025-09-01\n",
        )],
    ),
    Step(
        "2025-10-06",
        "Douwe Appelvink",
        &[Write(
            "record/finances/2026/budget.toml",
            "status = \"draft\"\n\n[contribution]\nkey = \"equal\"\n\n[[cost]]\nid = \"hosting\"\nwhat = \"Hosting\"\namount = 6000.00\n",
        )],
    ),
    Step("2025-11-12", "Douwe Appelvink", &[Edit("record/finances/2026/budget.toml", "status = \"draft\"", "status = \"adopted\"")]),
    Step("2025-11-20", "", &[Git(&["checkout", "-q", "-b", "west"])]),
    Step(
        "2025-12-01",
        "Roos Kweepeer",
        &[Write(
            "record/participants/west-betuwe.toml",
            "name = \"Gemeente West Betuwe\"\nkind = \"municipality\"\ncbs_code = \"GM1960\"\n\n[interest]\non = 2025-12-01\n",
        )],
    ),
    Step(
        "2025-12-08",
        "Roos Kweepeer",
        &[Edit("record/participants/west-betuwe.toml", "\n[interest]", "joined = 2026-01-01\ninhabitants = 52000\n\n[interest]")],
    ),
    Step("2025-12-09", "", &[Git(&["checkout", "-q", "main"])]),
    Step("2025-12-10", "Jo de Vries", &[Edit("record/tasks/overleg.toml", "accountable = \"culemborg\"", "accountable = \"tiel\"")]),
    Step("2025-12-15", "Douwe Appelvink", &[Git(&["merge", "-q", "--no-ff", "--no-edit", "west"])]),
    Step("2026-01-12", "Jo de Vries", &[Git(&["mv", "record", "dossier"])]),
    Step(
        "2026-02-09",
        "Douwe Appelvink",
        &[Write(
            "dossier/events/2026-02-05-overleg.toml",
            "title = \"Kwartaaloverleg\"\nkind = \"user-meeting\"\nstarts = 2026-02-05T15:00:00\nattended = [\"culemborg\", \"tiel\"]\n\n[[decision]]\nwhat = \"De sleutel gaat van gelijk naar inwoners\"\n\n[[action]]\nwhat = \"De handleiding opschrijven\"\nwho = \"rkweepeer\"\ndue = 2026-05-01\n",
        )],
    ),
    Step("2026-03-02", "Douwe Appelvink", &[Run(&["rename", "tiel", "gemeente-tiel", "--yes"])]),
    // Made, pushed, and taken back by force: nobody is to hear of it.
    Step("2026-04-01", "Jo de Vries", &[Edit("dossier/commons.toml", "level = \"sharing\"", "level = \"full\"")]),
    Step("2026-04-02", "", &[Git(&["reset", "-q", "--hard", "HEAD~1"])]),
    Step("2026-04-03", "Douwe Appelvink", &[Edit("dossier/commons.toml", "level = \"sharing\"", "level = \"light\"")]),
    Step("2026-05-04", "Douwe Appelvink", &[Edit("dossier/finances/2026/budget.toml", "key = \"equal\"", "key = \"inhabitants\"")]),
    Step(
        "2026-06-01",
        "Douwe Appelvink",
        &[Edit("dossier/events/2026-02-05-overleg.toml", "due = 2026-05-01", "due = 2026-05-01\ndone = 2026-05-28")],
    ),
    Step(
        "2026-07-06",
        "Douwe Appelvink",
        &[Edit(
            "dossier/participants/culemborg.toml",
            "email = \"machteld@culemborg.example\"",
            "email = \"machteld@culemborg.example\"\nuntil = 2026-06-30",
        )],
    ),
    Step(
        "2026-09-14",
        "Douwe Appelvink",
        &[Edit(
            "dossier/participants/buren.toml",
            "joined = 2025-03-01",
            "joined = 2025-03-01\nnotice_given = 2026-09-10\nleft = 2026-12-31",
        )],
    ),
    Step("2026-10-01", "Douwe Appelvink", &[Run(&["--on", "2026-10-01", "forget", "mlepelaar", "--yes"])]),
];

/// The repository, with the record in [`FOLDER`].
pub fn story() -> Fresh {
    let fresh = Fresh::empty();
    git(&fresh, "2024-11-01", "Jo", &["init", "-q", "-b", "main"]);
    for Step(day, author, doings) in STORY {
        let mut commits = !author.is_empty();
        for doing in *doings {
            match doing {
                Write(path, text) => fresh.write(path, text),
                Edit(path, from, to) => {
                    let text = std::fs::read_to_string(fresh.at(path)).expect("the story has it");
                    assert!(text.contains(from), "{day}: {path} has no {from:?}");
                    fresh.write(path, text.replacen(from, to, 1));
                }
                Run(arguments) => {
                    let ran = Ran::of(program().arg("-C").arg(fresh.at(FOLDER)).args(*arguments));
                    assert_eq!(ran.code, Some(0), "{day}: {arguments:?}: {}", ran.said());
                }
                Git(arguments) => {
                    git(&fresh, day, author, arguments);
                    commits = commits && arguments[0] != "merge";
                }
            }
        }
        if commits {
            git(&fresh, day, author, &["add", "--all"]);
            git(&fresh, day, author, &["commit", "-q", "-m", day]);
        }
    }
    fresh
}

/// Git as it is on a machine without settings, at noon of a day.
pub fn git(fresh: &Fresh, day: &str, who: &str, arguments: &[&str]) -> String {
    let who = if who.is_empty() { "Jo" } else { who };
    git_as((who, "post@buurtkaart.example"), &format!("{day}T12:00:00+0100"), fresh.path(), arguments)
}
