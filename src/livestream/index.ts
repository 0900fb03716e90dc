export { type LiveRoom, type RoomChange, type RoomRef, type RoomTerms } from './live-room.ts'
export { readRoom, readRooms, readShowChanges } from './read-rooms.store.ts'
export { changeRoom, closeRoom, openRoom } from './write-rooms.store.ts'
