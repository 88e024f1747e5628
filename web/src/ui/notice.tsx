import { Alert, type AlertProps } from '@mantine/core';
import classes from './notice.module.css';

/** A quiet box whose edge tells how serious it is. */
export function Notice(props: Omit<AlertProps, 'variant'>) {
  return <Alert variant="default" classNames={classes} {...props} />;
}
