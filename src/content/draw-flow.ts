import type { Flow, Step } from '../core/flow/types.ts';

/** A line from one step to another; `label` is the answer that leads there. */
interface Line {
  readonly to: string;
  readonly label: string;
}

/** Draws a flow as a Mermaid flowchart: questions are boxes, branches diamonds, ends rounded. */
export function drawFlow(flow: Flow): string {
  const steps = [...flow.steps.values()];
  const numbers = new Map(steps.map(({ id }, index) => [id, `s${index + 1}`]));
  const number = (id: string) => numbers.get(id) ?? 'unknown';
  const rows = steps.flatMap((step) => [
    `  ${number(step.id)}${shape(step)}`,
    ...linesFrom(step).map(({ to, label }) => {
      const words = label === '' ? '' : `|${quoted(label)}|`;
      return `  ${number(step.id)} -->${words} ${number(to)}`;
    }),
    ...urgentRows(step, number(step.id)),
  ]);
  return ['flowchart TD', ...rows].join('\n');
}

function shape(step: Step): string {
  const name = quoted(caption(step));
  switch (step.kind) {
    case 'branch':
      return `{${name}}`;
    case 'say':
      return `>${name}]`;
    case 'save':
      return `[(${name})]`;
    case 'confirm':
      return `[/${name}/]`;
    case 'ask':
      return `[${name}]`;
    default:
      return `([${name}])`;
  }
}

function caption(step: Step): string {
  switch (step.kind) {
    case 'ask':
      return `${step.id}: ${step.answer}${step.optional ? ', optional' : ''}${step.several ? ', several' : ''}`;
    case 'branch':
      return `${step.on}?`;
    case 'save':
      return `${step.id}: ${step.request}`;
    case 'hand-over':
      return step.flow === null ? step.id : `go on with ${step.flow}`;
    case 'urgent':
      return `urgent: ${step.rule}`;
    default:
      return step.id;
  }
}

function linesFrom(step: Step): readonly Line[] {
  switch (step.kind) {
    case 'ask': {
      const led = step.options.flatMap(({ id, goto }) =>
        goto === null ? [] : [{ to: goto, label: id }],
      );
      const closed = !step.free && step.options.length > 0 && led.length === step.options.length;
      return closed ? led : [...led, { to: step.next, label: '' }];
    }
    case 'branch':
      return [
        ...Object.entries(step.cases).map(([label, to]) => ({ to, label })),
        { to: step.otherwise, label: 'otherwise' },
      ];
    case 'confirm':
      return [{ to: step.next, label: 'yes' }];
    case 'say':
    case 'save':
      return [{ to: step.next, label: '' }];
    default:
      return [];
  }
}

/** Choices that lead to a fixed urgent message. */
function urgentRows(step: Step, number: string): readonly string[] {
  if (step.kind !== 'ask') return [];
  return step.options.flatMap(({ id, urgent }) =>
    urgent === null
      ? []
      : [
          `  ${number} -->|${quoted(id)}| ${number}_${id.replaceAll('-', '_')}([${quoted(`urgent: ${urgent}`)}])`,
        ],
  );
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', "'")}"`;
}

const BEGIN = '<!-- diagrams: written by `npm run flow-diagram` -->';
const END = '<!-- end of diagrams -->';

/** The page with its diagrams drawn anew; everything outside the two marks stays as it is. */
export function withDiagrams(page: string, flows: Iterable<Flow>): string {
  const [before, rest] = page.split(BEGIN, 2);
  const after = rest?.split(END, 2)[1];
  if (before === undefined || after === undefined) {
    throw new RangeError(`the page needs the two lines ${BEGIN} and ${END}`);
  }
  const sections = [...flows].map(
    (flow) => `### ${flow.title} (\`${flow.id}\`)\n\n\`\`\`mermaid\n${drawFlow(flow)}\n\`\`\``,
  );
  return `${before}${BEGIN}\n\n${sections.join('\n\n')}\n\n${END}${after}`;
}
