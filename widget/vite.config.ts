import { join } from 'node:path'
import { build, defineConfig, type InlineConfig } from 'vite'

const folder = join(import.meta.dirname, '..', 'dist', 'widget')

/** One file each, in the page's own script context: no imports at run time, no names that leak but `Xiaoer`. */
const script = (entry: string, name: string, format: 'iife' | 'es' = 'iife'): InlineConfig => ({
  root: import.meta.dirname,
  configFile: false,
  // Only the signals themselves: the window is drawn as a whole, the bindings to single components stay out.
  resolve: { alias: { '@preact/signals': '@preact/signals-core' } },
  define: { 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: folder,
    emptyOutDir: name === 'app.js',
    target: 'es2022',
    // Older ones would get light-dark() taken apart, at a tenth of our bytes.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    minify: 'oxc',
    lib: { entry: join(import.meta.dirname, entry), formats: [format], name: 'xiaoerPart', fileName: () => name },
  },
})

/**
 * The loader is built beside the app: two scripts cannot come out of one build of this kind. Parts that few need are modules
 * that the app imports when they are wanted.
 */
export default defineConfig({
  ...script('app.tsx', 'app.js'),
  plugins: [
    {
      name: 'loader-beside-it',
      apply: 'build',
      async closeBundle() {
        await build({ ...script('loader.ts', 'loader.js'), logLevel: 'warn' })
        await build({ ...script('framed.ts', 'framed.js', 'es'), logLevel: 'warn' })
        await build({ ...script('extras/extras.ts', 'extras.js', 'es'), logLevel: 'warn' })
        await build({ ...script('files/files.ts', 'files.js', 'es'), logLevel: 'warn' })
        await build({ ...script('english.ts', 'english.js', 'es'), logLevel: 'warn' })
      },
    },
  ],
})
