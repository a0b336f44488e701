// The tables, in words that SQLite and PostgreSQL both understand.

export const TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS rooms (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL UNIQUE, instructor_hash TEXT NOT NULL,
    lessons TEXT NOT NULL, course TEXT, created_at BIGINT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0, order_number BIGINT NOT NULL DEFAULT 0)`,
  `CREATE TABLE IF NOT EXISTS learners (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, id TEXT NOT NULL, name TEXT NOT NULL,
    seat_hash TEXT NOT NULL, joined_at BIGINT NOT NULL, PRIMARY KEY (room, id))`,
  `CREATE TABLE IF NOT EXISTS devices (
    room TEXT NOT NULL, learner TEXT NOT NULL, device TEXT NOT NULL, seq BIGINT NOT NULL,
    PRIMARY KEY (room, learner, device),
    FOREIGN KEY (room, learner) REFERENCES learners (room, id) ON DELETE CASCADE)`,
  `CREATE TABLE IF NOT EXISTS events (
    room TEXT NOT NULL, position BIGINT NOT NULL, learner TEXT NOT NULL, device TEXT NOT NULL, seq BIGINT NOT NULL,
    at BIGINT NOT NULL, received_at BIGINT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (room, position),
    FOREIGN KEY (room, learner) REFERENCES learners (room, id) ON DELETE CASCADE)`,
  "CREATE INDEX IF NOT EXISTS events_of_learner ON events (room, learner, position)",
  `CREATE TABLE IF NOT EXISTS orders (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, number BIGINT NOT NULL, at BIGINT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (room, number))`,
];
