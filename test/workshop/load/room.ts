// The room of hosts under load: everybody knows its secrets.

export const CODE = "ABCDEFGH";
export const TOKEN = "the-instructor-of-a-room-under-load";
