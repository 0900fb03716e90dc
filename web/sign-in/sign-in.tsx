import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../api/house.ts'
import { ApiProblem } from '../api/request.ts'
import { DoorCard } from './door-card.tsx'

interface SignInProps {
  /** Why we do not know who this is, when it is not simply that nobody is signed in. */
  readonly problem: Error | null
  readonly onDone: () => void
}

/** The first page of all: small, plain, without the library of the console behind it. */
export function SignIn({ problem, onDone }: SignInProps) {
  const { t } = useTranslation()
  return (
    <DoorCard title={t('signIn.title')}>
      <Form problem={problem} onDone={onDone} />
    </DoorCard>
  )
}

function Form({ problem, onDone }: SignInProps) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error | null>(problem)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await signIn(String(fields.get('email')), String(fields.get('password')))
      onDone()
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <label htmlFor="email">{t('signIn.email')}</label>
      <input id="email" name="email" type="email" autoComplete="username" required autoFocus data-testid="email" />
      <label htmlFor="password">{t('signIn.password')}</label>
      <input
        id="password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        data-testid="password"
      />
      <p className="sign-in-failure" role="alert">
        {failure && <Failure failure={failure} />}
      </p>
      <button type="submit" disabled={isBusy} data-testid="sign-in">
        {t(isBusy ? 'signIn.busy' : 'signIn.go')}
      </button>
      <p className="sign-in-hint">{t('signIn.hint')}</p>
    </form>
  )
}

function Failure({ failure }: { readonly failure: Error }) {
  const { t } = useTranslation()
  if (!(failure instanceof ApiProblem) || failure.status === 0) return <>{t('problem.unreachable')}</>
  if (failure.code === 'wrong-credentials') return <>{t('signIn.wrong')}</>
  if (failure.status === 429) return <>{t('signIn.tooMany')}</>
  return (
    <>
      {failure.message} <small>{failure.requestId}</small>
    </>
  )
}
