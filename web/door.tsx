import { QueryClient, QueryClientProvider, QueryCache, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { readInstallation, readMe } from './api/house.ts'
import { ApiProblem } from './api/request.ts'
import { readChoice, writeChoice } from './ui/choice.ts'
import { FirstOwner } from './sign-in/first-owner.tsx'
import { SignIn } from './sign-in/sign-in.tsx'

const Console = lazy(() => import('./frame/console.tsx'))

// The cookie is hidden from the page: this mark spares a stranger's first visit a refused request.
const SIGNED_IN = 'xiaoer.signed-in'

const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // The sign-in ended while somebody worked: back to the door, wherever it was noticed.
    onError: (error) => {
      if (isSignedOut(error)) queries.setQueryData(['me'], null)
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status < 500),
      refetchOnWindowFocus: true,
    },
  },
})

/** Who is signed in gets the console, everybody else the small page that asks who he is. */
export function Door() {
  return (
    <QueryClientProvider client={queries}>
      <Inside />
    </QueryClientProvider>
  )
}

function Inside() {
  const me = useQuery({
    queryKey: ['me'],
    queryFn: readMe,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: readChoice(SIGNED_IN) === 'yes',
  })
  const enter = () => {
    writeChoice(SIGNED_IN, 'yes')
    me.refetch()
  }
  if (me.isPending && me.fetchStatus !== 'idle') return <Waiting />
  if (!me.data) return <Outside problem={isSignedOut(me.error) ? null : me.error} onDone={enter} />
  return (
    <Suspense fallback={<Waiting />}>
      <Console />
    </Suspense>
  )
}

interface OutsideProps {
  readonly problem: Error | null
  readonly onDone: () => void
}

function Outside({ problem, onDone }: OutsideProps) {
  const { data: installation, isPending } = useQuery({
    queryKey: ['installation'],
    queryFn: readInstallation,
    retry: false,
  })
  if (isPending) return <Waiting />
  return installation?.isNew ? <FirstOwner onDone={onDone} /> : <SignIn problem={problem} onDone={onDone} />
}

function Waiting() {
  return <div className="waiting" aria-busy="true" />
}
