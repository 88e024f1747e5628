import { Badge, Button, Checkbox, createTheme, Modal, Radio } from '@mantine/core';

/** Text on the primary colour: dark on the light shade of dark themes, which Mantine does only where a colour is named. */
const onPrimary = 'var(--mantine-primary-color-contrast)';
/** Mantine's own is lighter, too light for white text. */
const underThePointer = 'color-mix(in srgb, var(--mantine-primary-color-filled), black 12%)';

export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 4 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '600' },
  respectReducedMotion: true,
  components: {
    // A state must be read whole, and as it is written.
    Badge: Badge.extend({
      defaultProps: { tt: 'none' },
      styles: { root: { minWidth: 'max-content' }, label: { overflow: 'visible' } },
    }),
    Button: Button.extend({
      vars: (_theme, { variant, color }) => ({
        root: !variant && !color ? { '--button-color': onPrimary, '--button-hover': underThePointer } : {},
      }),
    }),
    // The bar of a dialog is no banner of the page, which a <header> would be.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'none' } } } }),
    Checkbox: Checkbox.extend({ vars: () => ({ root: { '--checkbox-icon-color': onPrimary } }) }),
    Radio: Radio.extend({ vars: () => ({ root: { '--radio-icon-color': onPrimary } }) }),
  },
});
