import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { makeFirstOwner } from '../api/house.ts'
import { ApiProblem } from '../api/request.ts'
import { DoorCard } from './door-card.tsx'

const SHORTEST_PASSWORD = 8
const FIELDS = ['organisation', 'name', 'email'] as const
const KINDS = { organisation: 'organization', name: 'name', email: 'email' } as const

/** The address that the server printed carries the code behind its hash. */
const printedCode = (): string => /^#setup=([A-Za-z0-9-]+)$/.exec(window.location.hash)?.[1] ?? ''

/** Nobody works here yet: whoever can read what the server printed becomes the owner, and the wizard follows. */
export function FirstOwner({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [password, setPassword] = useState('')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    const wanted = { code: text('code'), organisation: text('organisation'), name: text('name'), email: text('email') }
    setBusy(true)
    try {
      await makeFirstOwner({ ...wanted, password })
      window.history.replaceState(null, '', '/console/setup')
      onDone()
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }
  return (
    <DoorCard title={t('firstOwner.title')}>
      <p className="sign-in-hint">{t('firstOwner.text')}</p>
      <form onSubmit={submit}>
        {FIELDS.map((name, place) => (
          <div key={name}>
            <label htmlFor={name}>{t(`firstOwner.${name}`)}</label>
            <input
              id={name}
              name={name}
              type={name === 'email' ? 'email' : 'text'}
              autoComplete={KINDS[name]}
              maxLength={100}
              required
              autoFocus={place === 0}
              data-testid={name}
            />
          </div>
        ))}
        <NewPassword value={password} onChange={setPassword} />
        <label htmlFor="code">{t('firstOwner.code')}</label>
        <input id="code" name="code" defaultValue={printedCode()} required autoComplete="off" spellCheck={false} />
        <p className="sign-in-hint">{t('firstOwner.codeHint')}</p>
        <p className="sign-in-failure" role="alert">
          {failure !== null && <Failure failure={failure} />}
        </p>
        <button type="submit" disabled={isBusy} data-testid="make-owner">
          {t(isBusy ? 'firstOwner.busy' : 'firstOwner.go')}
        </button>
      </form>
    </DoorCard>
  )
}

interface PasswordProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

function NewPassword({ value, onChange }: PasswordProps) {
  const { t } = useTranslation()
  return (
    <>
      <label htmlFor="password">{t('signIn.password')}</label>
      <input
        id="password"
        type="password"
        autoComplete="new-password"
        minLength={SHORTEST_PASSWORD}
        maxLength={200}
        required
        aria-describedby="password-rules"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        data-testid="password"
      />
      <PasswordRules password={value} />
    </>
  )
}

function PasswordRules({ password }: { readonly password: string }) {
  const { t } = useTranslation()
  const isLong = password.length >= SHORTEST_PASSWORD
  return (
    <ul className="sign-in-rules" id="password-rules">
      <li className={isLong ? 'rule-met' : undefined}>{t('firstOwner.rule-long', { count: SHORTEST_PASSWORD })}</li>
      <li>{t('firstOwner.rule-kept')}</li>
    </ul>
  )
}

function Failure({ failure }: { readonly failure: unknown }) {
  const { t } = useTranslation()
  if (!(failure instanceof ApiProblem) || failure.status === 0) return <>{t('problem.unreachable')}</>
  if (failure.code === 'wrong-credentials') return <>{t('firstOwner.wrongCode')}</>
  if (failure.code === 'precondition-failed') return <>{t('firstOwner.taken')}</>
  if (failure.status === 429) return <>{t('signIn.tooMany')}</>
  return (
    <>
      {failure.message} <small>{failure.requestId}</small>
    </>
  )
}
