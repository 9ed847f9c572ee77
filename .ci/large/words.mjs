// What the large site's texts are put together from. All of it is invented: the canal, its places and its papers.

export const OUTLETS = [
  ['basin-courier', 'The Basin Courier', 'NL', 'A daily of the lower basin, with a page on freight every Thursday.'],
  ['bargewatch', 'Bargewatch', 'BE', 'A weekly that counts vessels at four locks and prints the counts.'],
  ['canal-gazette', 'Canal Gazette', 'NL', 'The official paper of the waterway: notices, tariffs, closures.'],
  ['chart-room', 'The Chart Room', 'GB', 'A monthly on depths, gauges and the maps made of them.'],
  ['delta-wire', 'Delta Wire', 'FR', 'An agency. Its reports are short, and often the first.'],
  ['east-bank-post', 'East Bank Post', 'DE', 'A regional daily; its shipping desk is two people.'],
  ['ferry-notes', 'Ferry Notes', 'NO', 'A bulletin for those who cross twice a day.'],
  ['freight-ledger', 'Freight Ledger', 'GB', 'Prices and tonnages, with few words around them.'],
  ['keel', 'Keel', 'DK', 'A quarterly on hulls, yards and the people who build them.'],
  ['lock-and-weir', 'Lock & Weir', 'BE', 'The journal of the lock engineers.'],
  ['sueul-ilbo', '수을일보', 'KR', '강과 운하의 소식을 전하는 일간지.'],
  ['tideline', 'Tideline', 'GB', 'A site that keeps the readings of sixty gauges.'],
];

export const TOPICS = [
  ['locks', 'Locks and weirs', 'Gates, chambers and what it takes to keep them working.'],
  ['freight', 'Freight', 'What is carried, how much of it, and at what price.'],
  ['ferries', 'Ferries', 'Crossings, timetables and those who depend on them.'],
  ['levels', 'Water levels', 'Drought, flood, ice, and the gauges that tell.'],
];

export const TAGS = (
  'accidents, anchors, ballast, barges, bends, bridges, bulk goods, buoys, cables, chambers, charts, coal, containers, '
  + 'cranes, crews, currents, customs, depths, diesel, divers, dredging, drought, electric boats, fares, fog, fuel, '
  + 'gates, gauges, grain, gravel, harbours, hulls, hydrogen, ice, insurance, invasive mussels, islands, jetties, '
  + 'leaks, licences, lights, maintenance, mooring, night traffic, noise, paddle gear, pilots, pontoons, pumps, '
  + 'queues, radio, reeds, salt, sensors, silt, slipways, strikes, tariffs, timber, tolls, towpaths, training, '
  + 'tugs, waste, winter'
).split(', ');

export const TAGS_KO = ['갑문', '결빙', '나룻배', '수위', '화물'];

/** What stands for `{name}` in a sentence; `{count}`, `{share}` and `{year}` are drawn. */
export const SLOTS = {
  place: ['the upper lock', 'the Sallow basin', 'the east quay', 'Reed Island', 'the third weir', 'the Orrin cut',
    'the salt dock', 'Heron Bend', 'the lower gates', 'the coal wharf', 'the Marl tunnel', 'the north towpath',
    'the pilot station', 'the old slipway', 'the Tarn crossing', 'the grain terminal'],
  office: ['the canal office', 'the lock engineers', 'the harbour board', 'the ferry company', 'the gauge service',
    'the freight exchange', 'the crews\' union', 'the toll house', 'the dredging firm', 'the insurers'],
  said: ['said', 'wrote in a notice', 'told the shipping desk', 'announced', 'confirmed', 'let it be known'],
  goods: ['gravel', 'grain', 'timber', 'salt', 'coal', 'empty containers', 'scrap', 'road salt', 'sugar beet'],
  vessel: ['barges', 'tugs', 'ferries', 'work boats', 'pontoons', 'electric ferries', 'tankers'],
  month: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
    'November', 'December'],
  cause: ['a worn hinge', 'low water', 'a week of fog', 'silt below the sill', 'a dispute over tariffs', 'thin ice',
    'a cracked gate', 'a missing spare part', 'a flood upstream', 'a sensor that read too high'],
  unit: ['tonnes', 'passages', 'passengers', 'containers', 'hours'],
  measure: ['night closure', 'winter timetable', 'depth limit', 'reservation scheme', 'second pilot', 'one-way rule',
    'new tariff', 'speed limit'],
};

/** Sentences of a source. */
export const REPORTED = [
  '{office} {said} that {count} {vessel} had passed {place} in {month}, {share} percent fewer than a year before.',
  'Traffic at {place} stopped for {hours} hours because of {cause}.',
  'The {measure} at {place} will stay in force until {month}, and longer if the water does not rise.',
  'Of the {goods} that went through {place}, {share} percent came from upstream.',
  'The gauge at {place} showed {depth} centimetres, the least since readings began in {year}.',
  'Skippers waited at {place} for up to {hours} hours, and some turned back.',
  'A spare gate is to be delivered in {month}; until then {place} works with one chamber.',
  '{office} put the cost at {count} a day, without saying how the figure was reached.',
  'The {vessel} carried {count} {unit} in {month}, which is {share} percent of what was planned.',
  'No one was hurt when one of the {vessel} touched the wall of {place}.',
  'The price of a passage rises by {share} percent in {month}, the second increase since {year}.',
  'Divers found {cause} at {place} and marked the spot with two yellow buoys.',
  'Fares for the crossing at {place} stay as they are, {office} {said}.',
  'More than {count} {unit} had to be moved by road after {place} was closed.',
  'The trial with {vessel} at {place} ended in {month} after {count} crossings.',
  'At {place} the ice was {hours} centimetres thick, and the breaker came twice a day.',
];

/** Sentences of the editor. */
export const WRITTEN = [
  'The count covers {place} alone, and says little about the rest of the waterway.',
  'Two papers give the same figure and name the same notice, so this is one source and not two.',
  'It is the third time since {year} that {cause} closes {place}.',
  'What the report calls traffic are passages; one vessel may pass several times.',
  'Nobody has said so far who pays for the {measure}.',
  'The share of {goods} had been falling before, so the closure does not explain all of it.',
  'Readers who follow {place} will remember the {measure} of {year}.',
  'The comparison with {month} is a fair one only if the water stood as high then.',
  'A table of all readings is kept by the gauge service, and it does not show the low that is reported.',
  'The notice leaves open what happens to {vessel} that are already on the way.',
  'For the crews it means a wait of {hours} hours, for those on the bank a detour of {hours} kilometres.',
  'If {share} percent is right, then {place} handles more {goods} than the two docks below it together.',
  'The word used for the {measure} is new, and the old rule reads almost the same.',
  'It would take one count at night to settle the matter.',
  'In the reports from {place} the number of {unit} changes from one week to the next without a reason given.',
  'The engineers had warned of {cause} in the spring of {year}.',
];

export const TITLES = [
  '{office} reports {cause} at {place}', 'Fewer {vessel} at {place} in {month}', '{goods} returns to {place}',
  'A {measure} for {place}', 'What the gauge at {place} shows', '{vessel} wait {hours} hours at {place}',
  'Who pays for the {measure} at {place}', 'The {measure} is put off until {month}',
  '{share} percent less {goods} through {place}', 'After {cause}: {place} opens again',
  'Counting {vessel} at {place}', 'New tariff for {goods} from {month}',
];

export const HEADINGS = ['What was counted', 'What the notice says', 'The figures', 'Who was asked', 'Earlier closures',
  'How the level is read', 'What remains open', 'The cost', 'On the other bank', 'Winter and summer', 'A note on units',
  'What comes next'];

export const SLOTS_KO = {
  곳: ['위쪽 갑문', '아래쪽 갑문', '갈대섬', '셋째 둑', '동쪽 선착장', '석탄 선착장', '왜가리 여울'],
  기관: ['운하 사무소', '수위 관측소', '항만 위원회', '나룻배 회사', '화물 거래소'],
  까닭: ['낮은 수위', '짙은 안개', '얇은 얼음', '낡은 경첩', '쌓인 모래'],
  짐: ['자갈', '곡물', '목재', '소금', '빈 컨테이너'],
};

export const REPORTED_KO = [
  '{기관}는 지난달 {곳}에서 배 {count}척이 지나갔다고 밝혔다.',
  '{곳}의 통행은 {까닭} 때문에 {hours}시간 동안 멈추었다.',
  '{곳}의 수위는 {depth}센티미터로 {year}년 이후 가장 낮았다.',
  '{짐} 운임은 다음 달부터 {share}퍼센트 오른다.',
  '선장들은 {곳} 앞에서 {hours}시간을 기다렸고 일부는 돌아갔다.',
  '{기관}는 다친 사람이 없다고 덧붙였다.',
];

export const WRITTEN_KO = [
  '이 숫자는 {곳}만을 센 것이며 다른 곳은 들어 있지 않다.',
  '두 신문이 같은 공고를 인용하므로 출처는 둘이 아니라 하나이다.',
  '{year}년에도 {까닭} 때문에 {곳}이 닫힌 적이 있다.',
  '{짐}의 몫은 그 전부터 줄고 있었다.',
  '누가 비용을 내는지는 아직 아무도 말하지 않았다.',
  '밤에 한 번 더 세어 보면 알 수 있는 일이다.',
];

export const TITLES_KO = ['{곳}에서 {hours}시간을 기다린 배들', '{까닭}, {곳}을 닫다', '{곳}의 수위를 읽는 법', '{짐} 운임이 오른다',
  '{기관}의 새 공고', '{곳}을 지난 배 {count}척'];

/** Notes by kind, without their passage. */
export const NOTES = {
  context: [
    'The rule dates from {year} and was meant for {place}.',
    'There are two of them; the older one was moved in {year}.',
    'Until {year} the same figure was given in another unit.',
  ],
  doubt: [
    'One vessel can be counted more than once.',
    'The paper gives no source for this, and the notice says {share} percent.',
    'A reading taken at noon says little about the night.',
  ],
  correction: [
    'It was {year}, by the paper\'s own archive.',
    'The notice has {count}; a digit was lost.',
  ],
  translation: [
    'The local word means a gate that lifts, not one that swings.',
    'In Korean *갑문*, which is both the lock and its gate.',
  ],
  definition: [
    'The beam at the foot of a gate, against which it closes.',
    'A passage is one vessel through one lock, in one direction.',
  ],
};

export const NOTES_KO = ['{year}년에 정한 규칙이다.', '하루 두 번 재는 값이다.', '공고에는 {count}로 적혀 있다.'];
