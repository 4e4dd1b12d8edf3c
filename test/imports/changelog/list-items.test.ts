import { describe, expect, test } from 'vitest';
import { itemBody } from '../../../api/imports/changelog/list-items.ts';

describe('the body of a list item', () => {
  test.each([
    ['- one', 'one'],
    ['  * one\n    two', 'one\ntwo'],
    ['+ one\nlazy', 'one\nlazy'],
    ['10. one\n\n    two', 'one\n\ntwo'],
    ['1) one', 'one'],
    ['- one\n  - nested\n      deeper', 'one\n- nested\n    deeper'],
    ['- one\n    - nested by four', 'one\n  - nested by four'],
    ['- ```\n  code\n    more\n  ```', '```\ncode\n  more\n```'],
    ['-     code', '    code'],
    ['-\n  below', 'below'],
    ['-\ttab\n\tunder', 'tab\nunder'],
    ['- one\n\t- nested', 'one\n  - nested'],
    ['- [ ] a task', '[ ] a task'],
    ['-', ''],
    ['- trailing  \n  break', 'trailing  \nbreak'],
  ])('of %j is %j', (source, body) => {
    expect(itemBody(source)).toBe(body);
  });
});
