/** Marks the subrequests of a composite request: the day's limit counts the outer one only, and faults strike it whole. */
export const innerRequestHeader = 'x-practice-org-inner';
