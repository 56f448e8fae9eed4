use super::{Draft, DraftCondition, DraftNode};
use crate::segment::Join;
use std::{fmt, str::FromStr};

/// Where a node stands: `1.0` is the first of the second; the empty one is the outermost group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<usize>);

impl Path {
    pub fn child(&self, place: usize) -> Self {
        Self(self.0.iter().copied().chain([place]).collect())
    }

    /// The group it stands in, and its place there.
    fn split(&self) -> Option<(Self, usize)> {
        let (place, group) = self.0.split_last()?;
        Some((Self(group.to_vec()), *place))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places: Vec<String> = self.0.iter().map(usize::to_string).collect();
        f.write_str(&places.join("."))
    }
}

impl FromStr for Path {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let places = text.split('.').filter(|place| !place.is_empty());
        places.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

/// Each answers where to look next; a path that leads nowhere changes nothing.
impl Draft {
    pub fn add_condition(&mut self, group: &Path) -> Option<Path> {
        self.push(group, DraftNode::Condition(DraftCondition::default()))
    }

    /// Joined the other way than the group around it, which is what a group is for.
    pub fn add_group(&mut self, group: &Path) -> Option<Path> {
        let join = match self.group(group)?.join {
            Join::All | Join::None => Join::Any,
            Join::Any => Join::All,
        };
        self.push(group, DraftNode::Group(Draft { join, ..Draft::default() })).map(|path| path.child(0))
    }

    /// The outermost group stays.
    pub fn remove(&mut self, path: &Path) -> Option<Path> {
        let (above, place) = path.split()?;
        let nodes = &mut self.group(&above)?.nodes;
        (place < nodes.len()).then(|| nodes.remove(place))?;
        let left = nodes.len();
        Some(if left == 0 { above } else { above.child(place.min(left - 1)) })
    }

    pub fn duplicate(&mut self, path: &Path) -> Option<Path> {
        let (above, place) = path.split()?;
        let nodes = &mut self.group(&above)?.nodes;
        let copy = nodes.get(place)?.clone();
        nodes.insert(place + 1, copy);
        Some(above.child(place + 1))
    }

    pub fn set_join(&mut self, path: &Path, join: Join) {
        if let Some(group) = self.group(path) {
            group.join = join;
        }
    }

    pub fn set_condition(&mut self, path: &Path, condition: DraftCondition) {
        if let Some((above, place)) = path.split()
            && let Some(group) = self.group(&above)
            && let Some(node @ DraftNode::Condition(_)) = group.nodes.get_mut(place)
        {
            *node = DraftNode::Condition(condition);
        }
    }

    fn group(&mut self, path: &Path) -> Option<&mut Self> {
        path.0.iter().try_fold(self, |group, place| match group.nodes.get_mut(*place)? {
            DraftNode::Group(inner) => Some(inner),
            DraftNode::Condition(_) => None,
        })
    }

    fn push(&mut self, group: &Path, node: DraftNode) -> Option<Path> {
        let nodes = &mut self.group(group)?.nodes;
        nodes.push(node);
        Some(group.child(nodes.len() - 1))
    }

    pub fn depth(&self) -> usize {
        let deepest = self.nodes.iter().map(|node| match node {
            DraftNode::Group(group) => group.depth(),
            DraftNode::Condition(_) => 0,
        });
        1 + deepest.max().unwrap_or(0)
    }

    pub fn conditions(&self) -> usize {
        let of = |node: &DraftNode| match node {
            DraftNode::Group(group) => group.conditions(),
            DraftNode::Condition(_) => 1,
        };
        self.nodes.iter().map(of).sum()
    }
}
