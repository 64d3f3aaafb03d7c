//! Makes up news stories and their versions: cut, renumbered, with another name, another lead, another tail, excerpted.
//! The same seed gives the same stories.

/// Numbers that look random: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides.max(1) as u64).unwrap_or(0)
    }

    fn one<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words
            .get(self.roll(words.len()))
            .copied()
            .unwrap_or_default()
    }
}

const GIVEN: &[&str] = &[
    "Salem", "Huda", "Rania", "Omar", "Layla", "Karim", "Nadia", "Yusuf", "Amina", "Tariq",
    "Salma", "Idris", "Maryam", "Bashir", "Farida", "Hamza", "Zaynab", "Murad", "Asma", "Walid",
];
const FAMILY: &[&str] = &[
    "Akroush",
    "Benzarti",
    "Sabri",
    "Haddad",
    "Mansouri",
    "Tarhuni",
    "Ghariani",
    "Fezzani",
    "Warfali",
    "Zlitni",
    "Qasimi",
    "Buhliga",
    "Swehli",
    "Trabelsi",
    "Derbali",
    "Kikhia",
    "Maghrebi",
    "Shennib",
    "Barghathi",
    "Obeidi",
];
const PLACES: &[&str] = &[
    "Yafran", "Misrata", "Brega", "Khoms", "Zuwara", "Gharyan", "Nalut", "Tobruk", "Derna",
    "Sabha", "Ghat", "Hun", "Zliten", "Tarhuna", "Sirte", "Ajdabiya", "Murzuq", "Jadu", "Mizda",
    "Waddan",
];
const ROLES: &[&str] = &[
    "a doctor",
    "the harbor master",
    "a teacher",
    "an engineer",
    "a baker",
    "the deputy mayor",
    "a truck driver",
    "a nurse",
    "a fisherman",
    "the school principal",
    "a farmer",
    "an electrician",
    "a water inspector",
    "a judge",
    "a shopkeeper",
    "the fire chief",
    "a librarian",
    "a port clerk",
    "a mechanic",
    "a student",
];
const THINGS: &[&str] = &[
    "pump",
    "bridge",
    "ferry",
    "bakery",
    "clinic",
    "generator",
    "pipeline",
    "mosque",
    "market",
    "warehouse",
    "runway",
    "school",
    "well",
    "lighthouse",
    "depot",
    "archive",
    "courthouse",
    "quarry",
    "cannery",
    "tower",
    "dam",
    "stadium",
    "museum",
    "power line",
    "road tunnel",
    "fish hall",
    "grain silo",
    "radio mast",
    "bus station",
    "laundry",
];
const STATES: &[&str] = &[
    "collapsed",
    "reopened",
    "caught fire",
    "was flooded",
    "ran dry",
    "lost its roof",
    "was repaired",
    "fell silent",
    "changed hands",
    "was looted",
    "stood empty",
    "was painted",
    "doubled its output",
    "sank a little",
    "was fenced off",
    "needed new cables",
    "drew a crowd",
    "was sold",
    "froze",
    "leaked oil",
    "was searched",
    "closed early",
];
const TIMES: &[&str] = &[
    "before dawn",
    "last week",
    "in heavy rain",
    "during the feast",
    "without warning",
    "after years of neglect",
    "while children played nearby",
    "for the third time",
    "under a new contract",
    "despite many promises",
    "as buyers waited",
    "on market day",
    "when the wind turned",
    "within an hour",
    "against all advice",
    "with foreign help",
    "near the old wall",
    "behind the customs house",
    "under guard",
    "at harvest time",
];
const COUNTED: &[&str] = &[
    "families",
    "sacks of flour",
    "cables",
    "boats",
    "tents",
    "barrels",
    "trucks",
    "tons of wheat",
    "blankets",
    "engineers",
    "cranes",
    "liters of fuel",
    "bricks",
    "buses",
    "volunteers",
    "crates",
    "sheep",
    "windows",
    "pupils",
    "beds",
];
const DOINGS: &[&str] = &[
    "waited for",
    "counted",
    "carried away",
    "asked for",
    "received",
    "lost",
    "promised",
    "delivered",
    "hid",
    "shared out",
    "inspected",
    "borrowed",
    "paid for",
    "burned",
    "repaired",
    "stored",
    "sent back",
    "photographed",
    "painted",
    "moved",
];
const VIEWS: &[&str] = &[
    "too little",
    "a good sign",
    "nobody's fault",
    "worse than feared",
    "what everyone expected",
    "a matter for the courts",
    "only the beginning",
    "long overdue",
    "a costly mistake",
    "the talk of the town",
    "hard to believe",
    "a relief",
    "bad for trade",
    "cause for caution",
    "none of his business",
    "better than nothing",
];

/// What a story is about; two stories may share it.
#[derive(Clone)]
pub struct Event {
    place: &'static str,
    thing: &'static str,
    state: &'static str,
    pub people: Vec<String>,
}

pub fn event(dice: &mut Dice) -> Event {
    Event {
        place: dice.one(PLACES),
        thing: dice.one(THINGS),
        state: dice.one(STATES),
        people: (0..3)
            .map(|_| format!("{} {}", dice.one(GIVEN), dice.one(FAMILY)))
            .collect(),
    }
}

/// One story: a headline and paragraphs of sentences.
#[derive(Clone)]
pub struct Story {
    pub head: String,
    pub paragraphs: Vec<Vec<String>>,
}

impl Story {
    pub fn text(&self) -> String {
        let mut out = self.head.clone();
        for paragraph in &self.paragraphs {
            out.push_str("\n\n");
            out.push_str(&paragraph.join(" "));
        }
        out.push('\n');
        out
    }
}

fn sentence(dice: &mut Dice, event: &Event) -> String {
    let who = event
        .people
        .get(dice.roll(event.people.len()))
        .cloned()
        .unwrap_or_default();
    let (role, place) = (
        dice.one(ROLES),
        if dice.roll(3) > 0 {
            event.place
        } else {
            dice.one(PLACES)
        },
    );
    let thing = if dice.roll(3) == 0 {
        event.thing
    } else {
        dice.one(THINGS)
    };
    let (other, state, time) = (dice.one(THINGS), dice.one(STATES), dice.one(TIMES));
    let (n, counted, doing, view) = (
        dice.roll(880) + 12,
        dice.one(COUNTED),
        dice.one(DOINGS),
        dice.one(VIEWS),
    );
    match dice.roll(9) {
        0 => format!("{who}, {role} from {place}, {doing} {n} {counted} {time}."),
        1 => format!(
            "The {thing} near {place} {state} {time}, and {n} {counted} were {}.",
            dice.one(STATES)
        ),
        2 => format!("“The {thing} {state} {time},” said {who}, who {doing} the {other}."),
        3 => format!("{n} {counted} from {place} {state}, {role} {doing} them {time}."),
        4 => format!("{who} called the {other} {view} and {doing} {n} {counted}."),
        5 => format!("In {place}, where the {other} {state}, {role} {doing} {counted} {time}."),
        6 => format!("For {who} the {thing} was {view}; the {other} {state} {time}."),
        7 => format!(
            "{} {time} the {other} of {place} {state}, according to {role} with {n} {counted}.",
            dice.one(&["Twice", "Once", "Often", "Later", "Then"])
        ),
        _ => format!(
            "{role} who {doing} the {thing} {time} found {n} {counted}, which {who} thought {view}."
        ),
    }
}

pub fn story(dice: &mut Dice, event: &Event) -> Story {
    let sentences = 10 + dice.roll(14);
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    for i in 0..sentences {
        let sentence = sentence(dice, event);
        match paragraphs.last_mut() {
            Some(last) if i % 2 == 1 => last.push(sentence),
            _ => paragraphs.push(vec![sentence]),
        }
    }
    let head = match dice.roll(3) {
        0 => format!(
            "{} in {} {}",
            capital(event.thing),
            event.place,
            event.state
        ),
        1 => format!("{}: {} {}", event.place, event.thing, event.state),
        _ => format!(
            "{} asks who {} the {}",
            event.place,
            dice.one(DOINGS),
            event.thing
        ),
    };
    Story { head, paragraphs }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Paragraphs that many unrelated articles end with.
pub const TAILS: &[&str] = &[
    "The council has run the region's water since the spring of last year, when its members were chosen in a vote that \
     observers from four countries called orderly. It has since paid salaries out of harbor fees and a loan from abroad. \
     Its term ends in the autumn.",
    "Reporting by our correspondents along the coast; writing by the night desk; editing by the foreign desk. Readers can \
     send photographs and corrections to the newsroom at any hour of the day.",
    "The civil war ended trade across the desert for many months, drove thousands of families from the hills to the sea, and \
     left mines along most of the roads that lead south. Clearing them will take years, aid workers say.",
    "This article is part of a series about towns that rebuild. Earlier parts told of a bakery that reopened, of a school \
     without windows, and of a ferry that came home after a long winter in a foreign port.",
];

fn digits_changed(sentence: &str, dice: &mut Dice) -> Option<String> {
    let start = sentence.find(|c: char| c.is_ascii_digit())?;
    let end = sentence[start..]
        .find(|c: char| !c.is_ascii_digit())
        .map_or(sentence.len(), |e| start + e);
    let new = 1000 + dice.roll(8000);
    Some(format!("{}{new}{}", &sentence[..start], &sentence[end..]))
}

/// The name that is put in place of another.
pub const NEW_NAME: &str = "Jalal Ben Othman";

/// The kinds of versions.
pub const KINDS: usize = 7;

/// A version of a story; `event` is what the story is about.
pub fn version(story: &Story, event: &Event, kind: usize, dice: &mut Dice) -> Story {
    let mut new = story.clone();
    match kind {
        // The tail is cut.
        0 => {
            let keep = (new.paragraphs.len() * (55 + dice.roll(40))).div_ceil(100);
            new.paragraphs.truncate(keep.max(2));
        }
        // A number is changed.
        1 => {
            let at = dice.roll(new.paragraphs.len());
            'all: for i in 0..new.paragraphs.len() {
                let n = new.paragraphs.len();
                for sentence in &mut new.paragraphs[(at + i) % n] {
                    if let Some(changed) = digits_changed(sentence, dice) {
                        *sentence = changed;
                        break 'all;
                    }
                }
            }
        }
        // A name is swapped.
        2 => {
            let (from, to) = (&event.people[0], NEW_NAME);
            for sentence in new.paragraphs.iter_mut().flatten() {
                *sentence = sentence.replace(from.as_str(), to);
            }
        }
        // Another lead.
        3 => {
            new.paragraphs[0] = vec![sentence(dice, event), sentence(dice, event)];
            new.head = format!("Update: {} and the {}", event.place, event.thing);
        }
        // Another tail.
        4 => new
            .paragraphs
            .push(vec![TAILS[dice.roll(TAILS.len())].to_owned()]),
        // An excerpt: three or four paragraphs from the middle.
        5 => {
            let n = (3 + dice.roll(2)).min(new.paragraphs.len());
            let from = dice.roll(new.paragraphs.len() - n + 1);
            new.paragraphs = new.paragraphs[from..from + n].to_vec();
        }
        // Rewritten, with a little more than half of it kept.
        _ => {
            let keep = (new.paragraphs.len() * 60).div_ceil(100);
            let added = new.paragraphs.len() - keep;
            new.paragraphs.truncate(keep);
            new.paragraphs.insert(0, vec![sentence(dice, event)]);
            for _ in 1..added {
                new.paragraphs
                    .push(vec![sentence(dice, event), sentence(dice, event)]);
            }
        }
    }
    new
}
