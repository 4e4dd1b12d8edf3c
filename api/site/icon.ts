/** Our icon, the same as `admin/icon.svg`. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32"><rect
width="32" height="32" rx="8" fill="#4650d0"/><path d="M9 10h14M16 10v13" fill="none" stroke="#fff"
stroke-width="3.5" stroke-linecap="round"/><circle cx="24" cy="22" r="2.5" fill="#ffd166"/></svg>`;
