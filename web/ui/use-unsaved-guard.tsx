import { useBlocker } from '@tanstack/react-router'
import { App, Modal } from 'antd'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface Guard {
  /** Stands somewhere on the page: asks when somebody leaves by link, back, ⌘K or another shop. */
  readonly guard: ReactNode
  /** Leaves at once: what was typed is stored. */
  release(): void
  /** Asks first where something would be lost. */
  leaveBy(leave: () => unknown): void
}

/** Nothing that was typed is lost unasked: neither by leaving the page, nor by reloading, nor by closing a form. */
export function useUnsavedGuard(isChanged: () => boolean): Guard {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const isReleased = useRef(false)
  const isHeld = () => isChanged() && !isReleased.current
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: isHeld,
    enableBeforeUnload: isHeld,
    withResolver: true,
  })
  const words = {
    title: t('unsaved.title'),
    okText: t('unsaved.leave'),
    cancelText: t('unsaved.stay'),
  }
  const release = () => {
    isReleased.current = true
  }
  return {
    guard: (
      <Modal {...words} open={status === 'blocked'} onOk={() => proceed?.()} onCancel={() => reset?.()} zIndex={1200}>
        {t('unsaved.text')}
      </Modal>
    ),
    release,
    leaveBy(leave) {
      if (!isHeld()) return leave()
      const onOk = () => {
        release()
        leave()
      }
      return modal.confirm({ ...words, content: t('unsaved.text'), onOk, zIndex: 1200 })
    },
  }
}
