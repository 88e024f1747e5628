import type { ObjectMeta } from '../../metadata/metadata.ts';

import type { Condition } from '../../records/org-rules.ts';
import { type Html, html } from '../html.ts';
import { localPath, PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';

interface Rule {
  name: string;
  active: boolean;
  field: string | null;
  condition: Condition;
  message: string;
}

const operators = {
  blank: 'is blank',
  changed: 'is changed',
  equals: 'equals',
  contains: 'contains',
  less: 'is less than',
  greater: 'is greater than',
};

/** The validation rules of an object, with a switch for each and a form for one more. */
export async function validationRules({ org, csrf }: SignedInRequest, object: ObjectMeta, back: string): Promise<Html> {
  const { rows } = await org.pool.query<Rule>(
    'select name, active, field, condition, message from setup.validation_rule where object = $1 order by name',
    [object.name],
  );
  const fields = object.fields.filter(({ columnType }) => columnType).map(({ name }) => name);
  const hidden = html`${csrf}<input type="hidden" name="object" value="${object.name}"><input type="hidden" name="back" value="${back}">`;
  return html`<section>
<h2>Validation rules of ${object.name}</h2>
${rows.length === 0 && html`<p class="quiet">None yet. A rule refuses every save that leaves its condition true.</p>`}
${
  rows.length > 0 &&
  html`<div class="wide"><table class="stack"><thead><tr><th>Rule</th><th>Refuses when</th><th>Message</th><td></td></tr></thead>
<tbody>${rows.map((rule) => ruleRow(rule, hidden))}</tbody></table></div>`
}
<form method="post" action="/practice-org/setup/validation-rules">${hidden}
<h2>New rule</h2>
<div class="fields">
<div class="field"><label>Name <input name="name" required pattern="[A-Za-z][A-Za-z0-9_]*"></label></div>
<div class="field"><label>Refuse when field <select name="field">${fields.map((name) => html`<option>${name}</option>`)}</select></label></div>
<div class="field"><label>Comparison <select name="op">${Object.entries(operators).map(([op, label]) => html`<option value="${op}">${label}</option>`)}</select></label></div>
<div class="field"><label>Value <input name="value"></label></div>
<div class="field"><label>Message <input name="message" required></label></div>
</div>
<button class="plain">Add rule</button>
</form>
</section>`;
}

export function validationRuleActions(routes: PageRoutes): void {
  routes.administrator('post', '/practice-org/setup/validation-rules', async ({ org, form }) => {
    await org.pool.query(
      `insert into setup.validation_rule (object, name, field, condition, message) values ($1, $2, $3, $4, $5)
       on conflict (object, name) do update set
         field = excluded.field, condition = excluded.condition, message = excluded.message, active = true`,
      [
        form.get('object'),
        form.get('name'),
        form.get('field'),
        JSON.stringify(readCondition(form)),
        form.get('message'),
      ],
    );
    return { redirect: localPath(form.get('back')) };
  });

  routes.administrator('post', '/practice-org/setup/validation-rules/switch', async ({ org, form }) => {
    await org.pool.query('update setup.validation_rule set active = not active where object = $1 and name = $2', [
      form.get('object'),
      form.get('name'),
    ]);
    return { redirect: localPath(form.get('back')) };
  });
}

function readCondition(form: URLSearchParams): Condition {
  const field = form.get('field') ?? '';
  const op = form.get('op') ?? '';
  const text = form.get('value') ?? '';
  switch (op) {
    case 'blank':
    case 'changed':
      return { field, op };
    case 'less':
    case 'greater':
      if (text.trim() === '' || Number.isNaN(Number(text))) throw new PageError(400, 'This comparison needs a number.');
      return { field, op, value: Number(text) };
    case 'equals':
      return { field, op, value: text === 'true' ? true : text === 'false' ? false : text };
    case 'contains':
      return { field, op, value: text };
    default:
      throw new PageError(400, 'There is no such comparison.');
  }
}

function ruleRow(rule: Rule, hidden: Html): Html {
  return html`<tr><td data-label="Rule"><code>${rule.name}</code></td><td data-label="Refuses when">${describeCondition(rule.condition)}</td><td data-label="Message">${rule.message}</td>
<td data-label=""><form method="post" action="/practice-org/setup/validation-rules/switch">${hidden}<input type="hidden" name="name" value="${rule.name}"><button class="plain">${rule.active ? 'Switch off' : 'Switch on'}</button></form></td></tr>`;
}

function describeCondition(condition: Condition): string {
  if ('all' in condition) return condition.all.map(describeCondition).join(' and ');
  if ('any' in condition) return condition.any.map(describeCondition).join(' or ');
  if ('not' in condition) return `not (${describeCondition(condition.not)})`;
  const verb = condition.op === 'matches' ? 'matches' : operators[condition.op];
  return 'value' in condition ? `${condition.field} ${verb} ${condition.value}` : `${condition.field} ${verb}`;
}
