//! Blocks and inlines, as CommonMark has them: what a text is made of between the tree of a page and its Markdown. An
//! article can hold nothing else of a page.

/// A block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Paragraph(Vec<TextRun>),
    /// Level 1 to 6.
    Heading(u8, Vec<TextRun>),
    /// A bulleted list, or a numbered one with its first number.
    List(Option<u64>, Vec<Vec<Block>>),
    Quote(Vec<Block>, QuoteAttribution),
    /// Its language, and its text.
    Code(Option<String>, String),
    Rule,
    /// A footnote: its label, and its text.
    Note(String, Vec<Block>),
    /// The rows, each with as many cells as the first, which is the header.
    Table(Vec<Vec<Vec<TextRun>>>),
}

/// The origin that a page states for a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct QuoteAttribution {
    /// The address in its `cite`.
    pub cite: Option<String>,
    /// The attribution, apart from the quoted text.
    pub line: Vec<TextRun>,
}

/// An inline with its style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextRun {
    pub content: Inline,
    pub style: TextStyle,
}

/// The content of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    Text(String),
    Code(String),
    Break,
    /// Its alternative text and its address.
    Image(String, String),
    /// The mark of a footnote, by its label.
    Note(String),
}

/// The link and the styles of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextStyle {
    pub link: Option<String>,
    pub strong: bool,
    pub emphasis: bool,
    pub strike: bool,
    pub baseline: Option<BaselineShift>,
    /// True for words in the place of a picture, whose link leads to it.
    pub is_picture: bool,
}

/// A position below or above the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BaselineShift {
    Sub,
    Sup,
}

impl TextRun {
    /// Text without a style.
    pub fn plain(text: &str) -> Self {
        Self { content: Inline::Text(text.to_owned()), style: TextStyle::default() }
    }

    /// Turns the mark of a footnote into a raised number.
    pub(super) fn note_as_words(&mut self) {
        if let Inline::Note(label) = &self.content {
            self.content = Inline::Text(label.clone());
            self.style.baseline = Some(BaselineShift::Sup);
        }
    }

    /// Writes a raised number in characters of its own: 10⁶ is not 106, and a quotation has no other way.
    pub(super) fn raise_number(&mut self) {
        if let (Inline::Text(text), Some(BaselineShift::Sup)) = (&mut self.content, self.style.baseline)
            && text.bytes().all(|b| b.is_ascii_digit())
        {
            *text = text.chars().filter_map(|c| RAISED.get(c.to_digit(10)? as usize)).collect();
            self.style.baseline = None;
        }
    }
}

/// The raised digits.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The words of a line.
pub(crate) fn text_of(runs: &[TextRun]) -> String {
    let words = runs.iter().map(|run| match &run.content {
        Inline::Text(text) | Inline::Code(text) | Inline::Image(text, _) | Inline::Note(text) => text.as_str(),
        Inline::Break => " ",
    });
    words.collect()
}

impl Block {
    /// Changes each line in the block.
    pub(crate) fn change_lines(&mut self, change: &mut impl FnMut(&mut Vec<TextRun>)) {
        match self {
            Self::Paragraph(runs) | Self::Heading(_, runs) => change(runs),
            Self::List(_, items) => items.iter_mut().flatten().for_each(|block| block.change_lines(change)),
            Self::Quote(blocks, attribution) => {
                blocks.iter_mut().for_each(|block| block.change_lines(change));
                change(&mut attribution.line);
            }
            Self::Table(rows) => rows.iter_mut().flatten().for_each(change),
            Self::Note(_, blocks) => blocks.iter_mut().for_each(|block| block.change_lines(change)),
            Self::Code(..) | Self::Rule => {}
        }
    }

    /// The words of the block, each inner block on a line of its own.
    pub fn text(&self) -> String {
        let join = |blocks: &[Block]| blocks.iter().map(Block::text).collect::<Vec<_>>().join("\n");
        match self {
            Self::Paragraph(runs) | Self::Heading(_, runs) => text_of(runs),
            Self::List(_, items) => items.iter().map(|item| join(item)).collect::<Vec<_>>().join("\n"),
            Self::Quote(blocks, attribution) => format!("{}\n{}", join(blocks), text_of(&attribution.line)),
            Self::Code(_, code) => code.clone(),
            Self::Rule => String::new(),
            Self::Note(_, blocks) => join(blocks),
            Self::Table(rows) => rows.iter().flatten().map(|cell| text_of(cell)).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// Spaces whose style nobody sees.
pub(super) const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];

/// Collapses white space as CSS does (Text §4.1.1), removes it from the ends of lines, and joins runs of one style.
pub(crate) fn collapse_whitespace(runs: Vec<TextRun>) -> Vec<TextRun> {
    let mut collapsed: Vec<TextRun> = Vec::new();
    // A space at the start of a line is not shown.
    let mut after_space = true;
    for run in runs {
        let Inline::Text(text) = &run.content else {
            let is_break = run.content == Inline::Break;
            if is_break {
                trim_end(&mut collapsed);
            }
            after_space = is_break;
            collapsed.push(run);
            continue;
        };
        let mut folded = String::new();
        for c in text.chars() {
            let white = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !white || !after_space {
                folded.push(if white { ' ' } else { c });
            }
            after_space = white;
        }
        match collapsed.last_mut() {
            Some(TextRun { content: Inline::Text(text), style }) if *style == run.style => text.push_str(&folded),
            Some(_) | None if folded.is_empty() => {}
            Some(_) | None => collapsed.push(TextRun { content: Inline::Text(folded), style: run.style }),
        }
    }
    while matches!(collapsed.last(), Some(run) if run.content == Inline::Break) {
        collapsed.pop();
    }
    trim_end(&mut collapsed);
    let leading = collapsed.iter().take_while(|run| run.content == Inline::Break).count();
    collapsed.drain(..leading);
    collapsed
}

fn trim_end(runs: &mut Vec<TextRun>) {
    while let Some(TextRun { content: Inline::Text(text), .. }) = runs.last_mut() {
        let end = text.trim_end_matches(' ').len();
        text.truncate(end);
        if end > 0 {
            break;
        }
        runs.pop();
    }
}
