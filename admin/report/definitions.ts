/** The definitions that open beside the headings. The API returns the definition of the score. */
export const definitions = {
  reach:
    'Distinct visitors, each counted once. Shown: the release came into their view. Read: its end did, or it stayed there for three seconds. Answered: they gave a rating, whether or not it counts in the score. The response rate is answered ÷ shown.',
  ratings:
    'How the ratings fall that count in the score: one for each visitor, the latest given within 14 days of first seeing the release.',
  reasons:
    'What visitors chose from the list below their rating, of the answers that count. One answer may give several reasons, so that the shares add up to more than 100%. Colours: beside which rating the reason was given.',
  channels:
    'The same score by where the answer was given. Those who walk up to answer in the panel are not those who were asked: compare releases like with like.',
  days: 'When visitors first saw the release, and when they first rated it; by day in UTC, since the release went live, at most the last 90 days.',
  comments:
    'What visitors wrote, as their latest edition says, newest first. A visitor is shown by a pseudonym. Verified: your server vouched for who they are.',
};
