import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changeRoom, type RoomChange } from '../api/live.ts'
import type { LiveRoom } from '../api/shapes.ts'
import { useProblem } from '../ui/use-problem.ts'
import type { useSync } from './use-sync.ts'

/** Shown at once and put back when the server says no. */
export function useChangeRoom(shopId: string, roomId: string, sync: ReturnType<typeof useSync>) {
  const queries = useQueryClient()
  const queryKey = ['live-room', shopId, roomId]
  const onError = useProblem()
  return useMutation({
    // The ledger does not move on by it, the robot does.
    mutationFn: (change: RoomChange) =>
      sync.run(
        () => changeRoom(shopId, roomId, change),
        () => 0,
      ),
    onMutate: async ({ id: _id, ...change }) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueryData<LiveRoom>(queryKey)
      if (before) queries.setQueryData(queryKey, { ...before, ...change })
      return before
    },
    onSuccess: (room) => {
      queries.setQueryData(queryKey, room)
    },
    onError: (error, _change, before) => {
      if (before) queries.setQueryData(queryKey, before)
      onError(error)
    },
  })
}
