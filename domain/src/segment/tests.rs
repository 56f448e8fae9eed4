mod contradictions;
mod drafts;
mod limits;
mod matching;
mod speech;
mod values;
