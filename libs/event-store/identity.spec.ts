import { agencyId, canonical, userId } from '#language';
import { digestOf } from './canonical.js';
import { commandIdFrom, eventIdFrom, newCommandId, partOf } from './identity.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const actor = { user: userId('u_1'), agency: agencyId('so-y-te'), role: 'officer' } as const;

describe('an event’s id', () => {
  it('is the same for the same command and place, another for any other, and keeps the command’s time', () => {
    const commandId = newCommandId();
    const ids = Array.from({ length: 100 }, (_, i) => eventIdFrom(commandId, i));
    expect(new Set(ids).size).toBe(100);
    expect(Array.from({ length: 100 }, (_, i) => eventIdFrom(commandId.toUpperCase(), i))).toEqual(ids);
    for (const id of ids) {
      expect(id).toMatch(uuid);
      expect(id.slice(0, 13)).toBe(commandId.slice(0, 13));
    }
    expect(eventIdFrom(newCommandId(), 0)).not.toBe(ids[0]);
  });

  it('is what it was in the first release, so that a command from then is still known', () => {
    const [seven, four] = ['0199b0a0-1234-7abc-8def-0123456789ab', '6f9619ff-8b86-4011-b42d-00cf4fc964ff'];
    expect([eventIdFrom(seven, 0), eventIdFrom(four, 999), commandIdFrom('u_1', 'báo cáo'), commandIdFrom('u_1', seven)]).toEqual(
      [
        '0199b0a0-1234-7b00-9c7f-bcea4effe64e',
        '6f9619ff-8b86-8dab-8f1c-49efb41c59a7',
        '9d01be12-3941-86e8-b5c3-a866535fcb85',
        '0199b0a0-1234-741d-96f6-73d3fbc0869d',
      ],
    );
    expect(partOf({ actor, commandId: four }, 'x').commandId).toBe('6f9619ff-8b86-8c19-8a96-1c9aa66b8a41');
  });
});

describe('a command’s id from a client’s key', () => {
  it('is a UUID that one user’s key never shares with another’s, whatever the key looks like', () => {
    const keys = ['1', 'báo cáo số 1', newCommandId(), '', 'x'.repeat(10_000)];
    for (const key of keys) {
      expect(commandIdFrom('u_1', key)).toMatch(uuid);
      expect(commandIdFrom('u_1', key)).toBe(commandIdFrom('u_1', key));
      expect(commandIdFrom('u_2', key)).not.toBe(commandIdFrom('u_1', key));
    }
    expect(commandIdFrom('a', 'b\0c')).not.toBe(commandIdFrom('a\0b', 'd'));
  });
});

describe('a part of a command', () => {
  it('has its own id, the same each time, and says what caused it', () => {
    const envelope = { actor, commandId: newCommandId(), expectedVersion: 3 };
    const part = partOf(envelope, 'task-1');
    expect(part).toEqual(partOf(envelope, 'task-1'));
    expect(part).toEqual({
      actor,
      commandId: part.commandId,
      correlationId: envelope.commandId,
      causationId: envelope.commandId,
    });
    expect(part.commandId).toMatch(uuid);
    expect(partOf(envelope, 'task-2').commandId).not.toBe(part.commandId);
  });
});

describe('canonical JSON', () => {
  it('has one spelling for one value (RFC 8785)', () => {
    expect(canonical({ b: [1, 'é', null, { z: 1e21, a: -0 }], a: undefined, '\u20ac': 'Euro', '\r': 'CR' })).toBe(
      '{"\\r":"CR","b":[1,"é",null,{"a":0,"z":1e+21}],"€":"Euro"}',
    );
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }));
  });
});
