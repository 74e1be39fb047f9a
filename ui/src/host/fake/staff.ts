// Who works at the station in memory. Passwords are kept as they are: nothing here is shipped.
import type {
  Here,
  PersonName,
  PersonRow,
  Problem,
  Right,
  StaffRole,
  RoleText,
} from '../../generated';
import type { Host } from '../types';
import type { FakeStation } from './station';

const texts: Omit<RoleText, 'rights'>[] = [
  { role: 'capturer', title: 'Người chụp', what: 'xem sổ, thêm sổ và đưa trang vào' },
  { role: 'keyer', title: 'Người nhập', what: 'xem sổ, nhập và sửa dữ liệu' },
  { role: 'checker', title: 'Người soát', what: 'xem sổ, xác nhận lỗi' },
  { role: 'supervisor', title: 'Người phụ trách', what: 'mọi việc trừ quản lý người' },
  { role: 'administrator', title: 'Quản trị', what: 'cài đặt và quản lý người làm việc' },
];

const every: Right[] = [
  'look',
  'capture',
  'key',
  'check',
  'adjudicate',
  'sample',
  'assign',
  'package',
  'hand_over',
  'settings',
  'manage',
  'inspect',
];

/** As much of the real table as tests need. */
const allowed: Record<StaffRole, Right[]> = {
  capturer: ['look', 'capture'],
  keyer: ['look', 'key'],
  checker: ['look', 'check'],
  supervisor: every.filter((right) => right !== 'manage'),
  administrator: ['look', 'hand_over', 'settings', 'manage', 'inspect'],
};

export const roles: RoleText[] = texts.map((one) => ({ ...one, rights: allowed[one.role] }));

const refusal = (code: string, message: string): Problem => ({ code, message });

export class FakeStaff {
  people: (PersonRow & { password: string })[] = [];
  here_: string | null = null;
  locked = false;
  idle: number | null = 600;
  recovery = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE';

  get person(): PersonRow | null {
    return this.people.find((one) => one.id === this.here_) ?? null;
  }
  get who(): string {
    return this.person?.name ?? 'Nguyễn Thị Mẫu';
  }
  get here(): Here {
    const accounts = this.people.length > 0;
    const person = this.person;
    const rights = accounts
      ? every.filter((right) => person?.roles.some((role) => allowed[role].includes(right)))
      : every;
    return {
      accounts,
      person: person && { id: person.id, name: person.name },
      locked: this.locked,
      rights,
      idle: this.idle,
    };
  }
  names(): PersonName[] {
    const active = this.people.filter((one) => one.active);
    return active.map(({ id, name }) => ({ id, name }));
  }
}

type Later = <T>(name: string, work: () => T) => Promise<T>;

type StaffHost = Pick<
  Host,
  | 'present'
  | 'whoIsHere'
  | 'namesToSignIn'
  | 'signIn'
  | 'signOut'
  | 'lock'
  | 'recover'
  | 'staff'
  | 'personAdd'
  | 'personChange'
  | 'passwordSet'
  | 'passwordChange'
  | 'recoveryNew'
  | 'keepIdle'
>;

export function staffHost(station: () => FakeStation, later: Later): StaffHost {
  const staff = () => station().staff;
  const row = ({ id, name, roles, active, signsIn }: PersonRow): PersonRow => ({
    id,
    name,
    roles,
    active,
    signsIn,
  });
  const found = (id: string) => {
    const one = staff().people.find((person) => person.id === id);
    if (!one) throw refusal('unknown_person', 'Không có người này trong kho.');
    return one;
  };
  return {
    present: () => later('present', () => staff().here),
    whoIsHere: () => later('who_is_here', () => staff().here),
    namesToSignIn: () => later('names_to_sign_in', () => staff().names()),
    signIn: (name, password) =>
      later('sign_in', () => {
        const one = staff().people.find((person) => person.active && person.name === name);
        if (one?.password !== password)
          throw refusal('wrong_password', 'Tên hoặc mật khẩu chưa đúng.');
        staff().here_ = one.id;
        staff().locked = false;
        return station().workspace;
      }),
    signOut: () =>
      later('sign_out', () => {
        staff().here_ = null;
        return station().workspace;
      }),
    lock: () =>
      later('lock', () => {
        staff().locked = staff().here_ !== null;
        return station().workspace;
      }),
    recover: (name, code, password) =>
      later('recover', () => {
        const one = staff().people.find((person) => person.name === name);
        if (!one || code !== staff().recovery)
          throw refusal('wrong_recovery', 'Tên hoặc mã khôi phục chưa đúng.');
        one.password = password;
        staff().here_ = one.id;
        return staff().recovery;
      }),
    staff: () => later('staff', () => staff().people.map(row)),
    personAdd: (person, password) =>
      later('person_add', () => {
        const first = staff().people.length === 0;
        if (password.length < 8) throw refusal('password_short', 'Mật khẩu cần ít nhất 8 ký tự.');
        const made = { id: crypto.randomUUID(), ...person, active: true, signsIn: true, password };
        staff().people.push(made);
        if (first) staff().here_ = made.id;
        return { person: row(made), recovery: first ? staff().recovery : null, given: false };
      }),
    personChange: (id, person, active) =>
      later('person_change', () => row(Object.assign(found(id), person, { active }))),
    passwordSet: (id, password) =>
      later('password_set', () => void (found(id).password = password)),
    passwordChange: (old, password) =>
      later('password_change', () => {
        const one = staff().people.find((person) => person.id === staff().here_);
        if (one?.password !== old) throw refusal('wrong_password', 'Tên hoặc mật khẩu chưa đúng.');
        one.password = password;
      }),
    recoveryNew: () => later('recovery_new', () => staff().recovery),
    keepIdle: (seconds) =>
      later('keep_idle', () => {
        staff().idle = seconds;
        return staff().here;
      }),
  };
}
