//! Findings of a past revision without the names and addresses that must not be read now.

use crate::answers::audience::Hidden;
use crate::record::places::Located;
use crate::source::FilePath;
use crate::text::{Lang, Text};

/// Takes out of a finding what must not be read. A line of a file in which it stands is left out.
pub fn conceal(located: &mut Located, hidden: &Hidden) {
    let finding = &mut located.finding;
    conceal_text(&mut finding.message, hidden);
    finding.help.iter_mut().for_each(|help| conceal_text(help, hidden));
    for told in finding.about.iter_mut().chain(&mut located.key) {
        replace(told, hidden.masked(told, Lang::En));
    }
    if let Some(file) = hidden.masked(finding.at.file.as_str(), Lang::En) {
        finding.at.file = FilePath::new(&file);
    }
    located.shown.take_if(|shown| hidden.masked(&shown.text, Lang::En).is_some());
}

/// The path of a file, in which a name may stand.
pub fn conceal_file(path: &mut String, hidden: &Hidden) {
    replace(path, hidden.masked(path, Lang::En));
}

fn conceal_text(text: &mut Text, hidden: &Hidden) {
    for (lang, words) in [(Lang::En, &mut text.en), (Lang::Nl, &mut text.nl)] {
        if let Some(masked) = hidden.masked(words, lang) {
            *words = masked.into();
        }
    }
}

fn replace(text: &mut String, masked: Option<String>) {
    if let Some(masked) = masked {
        *text = masked;
    }
}
