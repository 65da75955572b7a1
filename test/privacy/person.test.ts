import { expect } from 'chai';
import { erasePerson, exportPerson, type PersonHouse } from '../../src/privacy/person.ts';
import { readPersonKey } from '../../src/privacy/person-key.ts';
import type { AuditEvent } from '../../src/storage/staff-store.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, conversationAt, NOON } from '../helpers/turns.ts';

const by = { actor: 'owner', at: NOON };
const ids = { conversations: ['c1'], requests: [] };

describe('Handing out and erasing a person', () => {
  let database: TestDatabase;
  let house: PersonHouse;

  beforeEach(async () => {
    database = await createSqlite();
    house = { ...(await database.openBoth()), erasedFile: `${database.keyFile}.erased` };
    await house.store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'sore?'));
  });
  afterEach(() => database.drop());

  /** The house, but with one verb of its stores replaced. */
  function failing(at: 'staff' | 'privacy' | 'store', verb: string): PersonHouse {
    const fail = () => Promise.reject(new Error('no'));
    const broken = <Verbs extends object>(verbs: Verbs): Verbs =>
      new Proxy(verbs, {
        get: (target, name) => (name === verb ? fail : Reflect.get(target, name)),
      });
    switch (at) {
      case 'staff':
        return { ...house, staff: broken(house.staff) };
      case 'privacy':
        return { ...house, privacy: broken(house.privacy) };
      case 'store':
        return { ...house, store: broken(house.store) };
    }
  }

  async function fails(work: Promise<unknown>): Promise<void> {
    const ended = await work.then(
      () => 'done',
      () => 'failed',
    );
    expect(ended).to.equal('failed');
  }

  async function written(): Promise<readonly Pick<AuditEvent, 'action' | 'outcome'>[]> {
    const rows = await house.staff.listAudit({ subject: 'c1' }, null, 9);
    return rows.map(({ action, outcome }) => ({ action, outcome })).reverse();
  }

  it('does nothing that could not be written down first', async () => {
    await fails(erasePerson(failing('staff', 'appendAudit'), ids, by));
    await fails(exportPerson(failing('staff', 'appendAudit'), ids, by));
    expect(await house.store.loadConversation('c1')).not.to.equal(undefined);
  });

  it('writes down that it failed after all', async () => {
    await fails(erasePerson(failing('privacy', 'erasePerson'), ids, by));
    await fails(exportPerson(failing('store', 'readTranscript'), ids, by));
    expect(await written()).to.deep.equal([
      { action: 'erase', outcome: 'done' },
      { action: 'erase', outcome: 'failed' },
      { action: 'export-person', outcome: 'done' },
      { action: 'export-person', outcome: 'failed' },
    ]);
  });
});

describe('A key that somebody types', () => {
  const clinic = { phone: '+44 20 7946 0000', email: 'hello@clinic.example' };

  it('is read as people write it', () => {
    expect(readPersonKey('reference', ' dn-7f3k ', clinic)).to.deep.equal({
      kind: 'reference',
      reference: 'dn-7f3k',
    });
    expect(readPersonKey('phone', '07700 900123', clinic)).to.include({ kind: 'phone' });
    expect(readPersonKey('email', 'a@b.example', clinic)).to.include({ email: 'a@b.example' });
  });

  it('is none when it names nobody, or everybody', () => {
    expect(readPersonKey('conversation', ' ', clinic)).to.equal('nothing');
    expect(readPersonKey('phone', '123456', clinic)).to.equal('short-phone');
    expect(readPersonKey('phone', '020 7946 0000', clinic)).to.equal('own-phone');
    expect(readPersonKey('email', 'HELLO@clinic.example', clinic)).to.equal('own-email');
    expect(readPersonKey('email', 'hello', clinic)).to.equal('no-email');
  });
});
