//! A correction as far as it has been said: what is asked, what is chosen, and the command that comes of it. Knows nothing
//! of drawing.

use std::collections::BTreeSet;

use crate::{
    model::{ArticleId, ByteSpan, EntityId, EntityType, MentionId},
    ui::{action::Decide, widgets},
    workspace::{
        Command, Part, Preview, Target, Which,
        session::Views,
        views::{EntityRow, Passage},
    },
};

/// Which correction it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    Merge,
    Split,
    Retype,
    Dismiss,
    Reassign,
    Mark,
}

impl Gesture {
    /// On the dialog's head.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Merge => "Same name",
            Self::Split => "Split off a name",
            Self::Retype => "Change the type",
            Self::Dismiss => "Not a name",
            Self::Reassign => "Means someone else",
            Self::Mark => "Mark as a name",
        }
    }

    /// On the button that does it.
    #[must_use]
    pub const fn button(self) -> &'static str {
        match self {
            Self::Merge => "Merge",
            Self::Split => "Split off",
            Self::Retype => "Change type",
            Self::Dismiss => "Not a name",
            Self::Reassign => "Reassign",
            Self::Mark => "Mark",
        }
    }
}

/// How far a correction reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The mentions asked about, and no other.
    Mentions,
    /// One spelling of one name.
    Spelling,
    /// One spelling of whatever name.
    Everywhere,
    /// Whole names.
    Entities,
}

/// Whom mentions are said to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    Entity(EntityId),
    New,
}

/// What has been said so far.
#[derive(Clone, Debug)]
pub struct Draft {
    pub gesture: Gesture,
    /// The names concerned.
    pub entities: Vec<EntityId>,
    /// The mentions concerned, when it was asked about mentions.
    pub mentions: Vec<MentionId>,
    /// The spelling concerned; the selected text when a name is marked.
    pub text: Option<String>,
    /// Where the selected text lies.
    pub spot: Option<(ArticleId, ByteSpan)>,
    pub scope: Scope,
    /// The spellings to split off.
    pub spellings: BTreeSet<String>,
    pub kind: Option<EntityType>,
    pub to: Option<Pick>,
    /// The name to be shown.
    pub name: String,
    /// Whether the name was typed; it follows the other choices until then.
    pub named: bool,
    pub everywhere: bool,
    /// The name of the entity merged into, to know whether another is asked for.
    shown: Option<String>,
    settled: Settled,
}

/// Which proposals were made, each once.
#[derive(Clone, Copy, Debug, Default)]
struct Settled {
    names: bool,
    spellings: bool,
}

impl Draft {
    /// A draft of what was asked for; what the open article knows of a mention is taken from it.
    #[must_use]
    pub fn new(decide: Decide, views: &Views) -> Self {
        let mut draft = Self {
            gesture: Gesture::Merge,
            entities: Vec::new(),
            mentions: Vec::new(),
            text: None,
            spot: None,
            scope: Scope::Entities,
            spellings: BTreeSet::new(),
            kind: None,
            to: None,
            name: String::new(),
            named: false,
            everywhere: true,
            shown: None,
            settled: Settled::default(),
        };
        match decide {
            Decide::Merge { entities } => draft.entities = entities,
            Decide::Split { entity, part } => {
                draft.gesture = Gesture::Split;
                draft.entities = vec![entity];
                match part {
                    Some(Part::Mentions(mentions)) => {
                        draft.mentions = mentions;
                        draft.scope = Scope::Mentions;
                    }
                    Some(Part::Spellings(texts)) => {
                        draft.spellings = texts.into_iter().collect();
                        draft.scope = Scope::Spelling;
                    }
                    None => draft.scope = Scope::Spelling,
                }
            }
            Decide::Retype { entities, kind } => {
                draft.gesture = Gesture::Retype;
                draft.entities = entities;
                draft.kind = kind;
            }
            Decide::Dismiss(which) => {
                draft.gesture = Gesture::Dismiss;
                draft.about(which);
            }
            Decide::Reassign(which) => {
                draft.gesture = Gesture::Reassign;
                draft.about(which);
                draft.kind = Some(EntityType::Person);
            }
            Decide::Mark {
                article,
                span,
                text,
            } => {
                draft.gesture = Gesture::Mark;
                draft.name = text.split_whitespace().collect::<Vec<_>>().join(" ");
                draft.text = Some(text);
                draft.spot = Some((article, span));
                draft.kind = Some(EntityType::Person);
                draft.to = Some(Pick::New);
            }
        }
        if let ([mention], Some(article)) = (draft.mentions.as_slice(), views.article.value())
            && let Some(found) = article.mentions.iter().find(|m| m.id == *mention)
        {
            draft.text = Some(found.span.of(&article.reading_text).to_owned());
            draft.entities = vec![found.entity];
            if draft.gesture == Gesture::Reassign {
                draft.kind = Some(found.kind);
            }
        }
        if let (Gesture::Reassign | Gesture::Split, Some(text)) = (draft.gesture, &draft.text) {
            draft.name.clone_from(text);
        }
        draft
    }

    fn about(&mut self, which: Which) {
        match which {
            Which::Entities(entities) => self.entities = entities,
            Which::Spelling { text, of } => {
                self.scope = match of {
                    Some(entity) => {
                        self.entities = vec![entity];
                        Scope::Spelling
                    }
                    None => Scope::Everywhere,
                };
                self.text = Some(text);
            }
            Which::Mentions(mentions) => {
                self.mentions = mentions;
                self.scope = Scope::Mentions;
            }
        }
    }

    /// Makes the proposals that need the project's names: the name with most mentions to merge into, the name that is
    /// spelled like the selection.
    pub fn settle_names(&mut self, names: &[EntityRow]) {
        if std::mem::replace(&mut self.settled.names, true) {
            return;
        }
        match self.gesture {
            Gesture::Merge if self.entities.len() > 1 => {
                // Names come with the most mentioned first.
                let most = names.iter().find(|row| self.entities.contains(&row.id));
                self.to = most.map(|row| Pick::Entity(row.id));
            }
            Gesture::Mark => {
                let wanted = self.name.to_lowercase();
                let spelled = |row: &&EntityRow| {
                    row.name.to_lowercase() == wanted
                        || row.variants.iter().any(|(v, _)| v.to_lowercase() == wanted)
                };
                if let Some(row) = names.iter().find(spelled) {
                    self.to = Some(Pick::Entity(row.id));
                    self.kind = Some(row.kind);
                } else if let Some(row) = alike(names, &wanted) {
                    self.kind = Some(row.kind);
                }
            }
            _ => {}
        }
    }

    /// Proposes the name to be shown, as long as none was typed.
    pub fn settle_name(&mut self, names: &[EntityRow]) {
        let chosen = match self.to {
            Some(Pick::Entity(id)) => find(names, id),
            _ => None,
        };
        if self.gesture == Gesture::Merge {
            self.shown = chosen.map(|row| row.name.clone());
            if !self.named {
                let others = names.iter().filter(|row| self.entities.contains(&row.id));
                let fullest = chosen.map(|row| fullest(row, others));
                self.name = fullest.map_or_else(String::new, str::to_owned);
            }
        }
    }

    /// Proposes the spellings to split off: those asked for, and their most frequent one as the new name. What the name
    /// itself is called, `main`, stays with it: asked for that, the other spelling is proposed where there is but one.
    pub fn settle_spellings(&mut self, main: Option<&str>, spellings: &[(&str, u64)]) {
        if self.gesture != Gesture::Split || self.scope != Scope::Spelling {
            return;
        }
        if !std::mem::replace(&mut self.settled.spellings, true) {
            self.spellings
                .retain(|text| spellings.iter().any(|(known, _)| known == text));
            if main.is_some_and(|main| self.spellings.remove(main)) && self.spellings.is_empty() {
                let mut others = spellings.iter().filter(|(text, _)| Some(*text) != main);
                if let (Some((other, _)), None) = (others.next(), others.next()) {
                    self.spellings.insert((*other).to_owned());
                }
            }
        }
        if !self.named {
            // Spellings come with the most frequent first.
            let most = spellings
                .iter()
                .find(|(text, _)| self.spellings.contains(*text));
            self.name = most.map_or_else(String::new, |(text, _)| (*text).to_owned());
        }
    }

    /// Learns from the passages what a single mention is, when the open article did not tell.
    pub fn learn(&mut self, passages: &[Passage]) {
        if let ([mention], None) = (self.mentions.as_slice(), &self.text)
            && let Some(found) = passages.iter().find(|p| p.mention == *mention)
        {
            let text = found.hit.of(&found.sentence).to_owned();
            if self.name.is_empty() && matches!(self.gesture, Gesture::Reassign | Gesture::Split) {
                self.name.clone_from(&text);
            }
            self.text = Some(text);
            self.entities = vec![found.entity];
        }
    }

    /// The reaches that can be chosen, from the narrowest on.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = Vec::new();
        let one_name = self.entities.len() == 1;
        if !self.mentions.is_empty() {
            scopes.push(Scope::Mentions);
        }
        match self.gesture {
            Gesture::Split => scopes.push(Scope::Spelling),
            Gesture::Dismiss | Gesture::Reassign => {
                if self.text.is_some() && one_name {
                    scopes.push(Scope::Spelling);
                }
                if self.text.is_some() {
                    scopes.push(Scope::Everywhere);
                }
                if !self.entities.is_empty()
                    && (self.gesture == Gesture::Dismiss || self.scope == Scope::Entities)
                {
                    scopes.push(Scope::Entities);
                }
            }
            Gesture::Merge | Gesture::Retype | Gesture::Mark => {}
        }
        scopes
    }

    fn which(&self) -> Which {
        match (self.scope, &self.text) {
            (Scope::Spelling, Some(text)) => Which::Spelling {
                text: text.clone(),
                of: self.entities.first().copied(),
            },
            (Scope::Everywhere, Some(text)) => Which::Spelling {
                text: text.clone(),
                of: None,
            },
            (Scope::Mentions, _) => Which::Mentions(self.mentions.clone()),
            _ => Which::Entities(self.entities.clone()),
        }
    }

    fn target(&self) -> Result<Target, &'static str> {
        match self.to {
            None => Err("Choose whom it means"),
            Some(Pick::Entity(id)) => Ok(Target::Entity(id)),
            Some(Pick::New) => Ok(Target::New {
                name: self.typed()?,
                kind: self.kind.ok_or("Choose a type")?,
            }),
        }
    }

    fn typed(&self) -> Result<String, &'static str> {
        let name = self.name.trim();
        if name.is_empty() {
            Err("A name cannot be empty")
        } else {
            Ok(name.to_owned())
        }
    }

    /// The command this comes to, without the passages in `out`.
    ///
    /// # Errors
    /// What is still to be said.
    pub fn command(&self, out: &[&Passage]) -> Result<Command, &'static str> {
        let except: Vec<MentionId> = out.iter().map(|passage| passage.mention).collect();
        Ok(match self.gesture {
            Gesture::Merge => {
                let Some(Pick::Entity(into)) = self.to else {
                    return Err("Choose the name that it is the same as");
                };
                let name = self.typed()?;
                Command::MergeEntities {
                    entities: self.entities.clone(),
                    into,
                    name: (self.shown.as_ref() != Some(&name)).then_some(name),
                    except,
                }
            }
            Gesture::Split => {
                let entity = *self.entities.first().ok_or("No name was chosen")?;
                let part = match self.scope {
                    Scope::Mentions => Part::Mentions(self.mentions.clone()),
                    _ if self.spellings.is_empty() => {
                        return Err("Choose the spellings to split off");
                    }
                    _ => Part::Spellings(self.spellings.iter().cloned().collect()),
                };
                Command::SplitEntity {
                    entity,
                    part,
                    name: self.typed()?,
                    except,
                }
            }
            Gesture::Retype => Command::RetypeEntities {
                entities: self.entities.clone(),
                kind: self.kind.ok_or("Choose a type")?,
                except,
            },
            Gesture::Dismiss => Command::Dismiss {
                what: self.which(),
                except,
            },
            Gesture::Reassign => Command::Reassign {
                what: self.which(),
                to: self.target()?,
                except,
            },
            Gesture::Mark => {
                let (article, span) = self.spot.ok_or("Nothing is selected")?;
                Command::MarkName {
                    article,
                    span,
                    to: self.target()?,
                    everywhere: self.everywhere,
                    except: out.iter().map(|p| (p.article, p.span.start)).collect(),
                }
            }
        })
    }

    /// What it is about, in a few words, before the preview says it exactly.
    #[must_use]
    pub fn sentence(&self, names: &[EntityRow]) -> String {
        let text = self.text.as_deref().unwrap_or_default();
        let whole = match self.entities.as_slice() {
            [one] => find(names, *one).map_or_else(String::new, |row| format!("“{}”", row.name)),
            more => widgets::count(more.len() as u64, "name", "names"),
        };
        let what = match self.scope {
            Scope::Entities => whole,
            _ if text.is_empty() => {
                widgets::count(self.mentions.len() as u64, "mention", "mentions")
            }
            _ => format!("“{text}”"),
        };
        match self.gesture {
            Gesture::Merge => format!("Merge {what}"),
            Gesture::Split => match self.entities.first().and_then(|id| find(names, *id)) {
                Some(row) => format!("Split a name from “{}”", row.name),
                None => "Split a name off".to_owned(),
            },
            Gesture::Retype => format!("Change the type of {what}"),
            Gesture::Dismiss => format!("Dismiss {what}"),
            Gesture::Reassign => format!("Say whom {what} means"),
            Gesture::Mark => format!("Mark “{}”", self.name.trim()),
        }
    }

    /// Whether imports to come follow it.
    #[must_use]
    pub fn follows(&self) -> &'static str {
        let lasting = match self.gesture {
            Gesture::Mark => self.everywhere,
            _ => self.scope != Scope::Mentions,
        };
        if lasting {
            "One undo step. Later imports follow it"
        } else {
            "One undo step. Later imports do not follow it"
        }
    }

    /// Why the button cannot be pressed, when the preview is there and `left` mentions are left of it.
    #[must_use]
    pub fn wrong(&self, preview: Option<&Preview>, left: u64) -> Option<&'static str> {
        if let Err(why) = self.command(&[]) {
            return Some(why);
        }
        match preview {
            None => Some("Counting what it touches…"),
            Some(preview) if preview.mentions == 0 => Some("Nothing would change"),
            Some(_) if left == 0 => Some("Everything is left out"),
            Some(_) => None,
        }
    }
}

/// The most mentioned name whose last word is that of `wanted`, in lower case: what is called so is likely of its type.
fn alike<'n>(names: &'n [EntityRow], wanted: &str) -> Option<&'n EntityRow> {
    let last = wanted.split_whitespace().last()?;
    names.iter().find(|row| {
        let name = row.name.to_lowercase();
        name.split_whitespace().last() == Some(last)
    })
}

/// The fullest way to call a person: the name of `chosen`, or one of the others that spells out what is left out or
/// shortened there, as `Idris Mellouli` does for `I. Mellouli`.
fn fullest<'n>(chosen: &'n EntityRow, others: impl Iterator<Item = &'n EntityRow>) -> &'n str {
    let person = |row: &EntityRow| row.kind == EntityType::Person;
    others
        .filter(|row| person(chosen) && person(row))
        .map(|row| row.name.as_str())
        .fold(&chosen.name, |best, name| {
            if spells_out(name, best) { name } else { best }
        })
}

/// Whether `full` has every word of `short` in its order, or one that its initial stands for, and more letters.
fn spells_out(full: &str, short: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).count();
    let mut words = full.split_whitespace().map(str::to_lowercase);
    let found = |word: &str| {
        let word = word.to_lowercase();
        let initial = word.strip_suffix('.').unwrap_or(&word);
        let initial = (initial.chars().count() == 1).then_some(initial);
        words.any(|full| full == word || initial.is_some_and(|letter| full.starts_with(letter)))
    };
    letters(full) > letters(short) && short.split_whitespace().all(found)
}

/// The row of an entity.
#[must_use]
pub fn find(names: &[EntityRow], id: EntityId) -> Option<&EntityRow> {
    names.iter().find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, name: &str, mentions: u64) -> EntityRow {
        EntityRow {
            id: EntityId(id),
            kind: EntityType::Person,
            name: name.to_owned(),
            mentions,
            articles: 1,
            stories: 1,
            first: None,
            last: None,
            variants: vec![(name.to_owned(), mentions)],
        }
    }

    fn names() -> Vec<EntityRow> {
        vec![row(4, "Salma Akroush", 31), row(9, "Akroush", 12)]
    }

    fn draft(decide: Decide) -> Draft {
        let mut draft = Draft::new(decide, &Views::default());
        draft.settle_names(&names());
        draft.settle_name(&names());
        draft
    }

    #[test]
    fn names_are_merged_into_the_one_mentioned_most() {
        let mut merge = draft(Decide::Merge {
            entities: vec![EntityId(9), EntityId(4)],
        });
        let command = |name| Command::MergeEntities {
            entities: vec![EntityId(9), EntityId(4)],
            into: EntityId(4),
            name,
            except: Vec::new(),
        };
        assert_eq!(merge.command(&[]), Ok(command(None)));
        merge.name = "S. Akroush".to_owned();
        merge.named = true;
        assert_eq!(
            merge.command(&[]),
            Ok(command(Some("S. Akroush".to_owned())))
        );
    }

    #[test]
    fn one_name_alone_is_merged_into_none_yet() {
        let merge = draft(Decide::Merge {
            entities: vec![EntityId(9)],
        });
        assert!(merge.command(&[]).is_err());
    }

    #[test]
    fn a_selection_spelled_like_a_name_is_taken_for_it() {
        let mark = |text: &str| {
            draft(Decide::Mark {
                article: ArticleId(1),
                span: ByteSpan::new(3, 10),
                text: text.to_owned(),
            })
            .to
        };
        assert_eq!(mark("akroush"), Some(Pick::Entity(EntityId(9))));
        assert_eq!(mark("Green Well"), Some(Pick::New));
    }

    #[test]
    fn the_most_frequent_spelling_names_what_is_split_off() {
        let mut split = draft(Decide::Split {
            entity: EntityId(4),
            part: None,
        });
        let spellings = [("Salma Akroush", 20), ("Akroush", 8), ("Akrush", 3)];
        let main = Some("Salma Akroush");
        split.settle_spellings(main, &spellings);
        assert!(split.command(&[]).is_err(), "nothing is chosen yet");
        split
            .spellings
            .extend(["Akrush".to_owned(), "Akroush".to_owned()]);
        split.settle_spellings(main, &spellings);
        assert_eq!(split.name, "Akroush");
    }

    #[test]
    fn a_name_is_not_split_from_itself() {
        let main = Some("Salma Akroush");
        let asked = |spellings: &[(&str, u64)]| {
            let mut split = draft(Decide::Split {
                entity: EntityId(4),
                part: Some(Part::Spellings(vec!["Salma Akroush".to_owned()])),
            });
            split.settle_spellings(main, spellings);
            split.name
        };
        assert_eq!(asked(&[("Salma Akroush", 20), ("Akroush", 8)]), "Akroush");
        let three = [("Salma Akroush", 20), ("Akroush", 8), ("Akrush", 3)];
        assert_eq!(asked(&three), "", "which of two is meant is not known");
    }

    #[test]
    fn the_fuller_name_of_a_person_is_proposed() {
        for (short, full, expected) in [
            ("I. Mellouli", "Idris Mellouli", true),
            ("Mellouli", "Idris Mellouli", true),
            ("Idris Mellouli", "I. Mellouli", false),
            ("I. Mellouli", "Samir Mellouli", false),
            ("Idris Mellouli", "Mellouli, Idris", false),
            ("Akroush", "Idris Mellouli", false),
        ] {
            assert_eq!(spells_out(full, short), expected, "{short}, {full}");
        }
        let names = [row(4, "S. Akroush", 31), row(9, "Salma Akroush", 12)];
        let mut merge = Draft::new(
            Decide::Merge {
                entities: vec![EntityId(9)],
            },
            &Views::default(),
        );
        merge.to = Some(Pick::Entity(EntityId(4)));
        merge.settle_name(&names);
        assert_eq!(merge.name, "Salma Akroush");
        let Ok(Command::MergeEntities { name, .. }) = merge.command(&[]) else {
            panic!("nothing is left to say");
        };
        assert_eq!(name.as_deref(), Some("Salma Akroush"));
    }

    #[test]
    fn reaches_go_from_the_mention_to_the_whole_name() {
        let mut dismiss = draft(Decide::Dismiss(Which::Mentions(vec![MentionId(7)])));
        assert_eq!(dismiss.scopes(), [Scope::Mentions]);
        dismiss.text = Some("Monday".to_owned());
        dismiss.entities = vec![EntityId(9)];
        let all = [
            Scope::Mentions,
            Scope::Spelling,
            Scope::Everywhere,
            Scope::Entities,
        ];
        assert_eq!(dismiss.scopes(), all);
        dismiss.scope = Scope::Everywhere;
        let what = Which::Spelling {
            text: "Monday".to_owned(),
            of: None,
        };
        let except = Vec::new();
        assert_eq!(dismiss.command(&[]), Ok(Command::Dismiss { what, except }));
    }
}
