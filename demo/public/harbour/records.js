import { locale } from './words.js';

const customers = {
  en: [
    'Nordlicht Studio',
    'Casa Lumen',
    'Brightwater Labs',
    'Atelier Nove',
    'Field & Fern',
    'Kestrel Bikes',
  ],
  ar: ['استوديو نورد', 'بيت النور', 'مختبرات الماء', 'أتيليه نوفي', 'حقل وسرخس', 'دراجات كستريل'],
}[locale];

const tasks = {
  en: [
    'Call Casa Lumen',
    'Quote for the new pier',
    'Renew the insurance',
    'Sign the lease',
    'Photos for the site',
    'Winter prices',
    'Order rope',
  ],
  ar: [
    'الاتصال ببيت النور',
    'عرض سعر للرصيف الجديد',
    'تجديد التأمين',
    'توقيع عقد الإيجار',
    'صور للموقع',
    'أسعار الشتاء',
    'طلب الحبال',
  ],
}[locale];

const states = [
  'sent',
  'paid',
  'late',
  'paid',
  'draft',
  'paid',
  'sent',
  'paid',
  'paid',
  'late',
  'sent',
  'paid',
];

/** Newest first. Changes last until the page is reloaded. */
export const invoices = states.map((state, index) => ({
  number: `H-${1048 - index}`,
  customer: customers[index % customers.length],
  due: new Date(2026, 10, 30 - index * 3),
  amount: [1240, 386.5, 2980, 640, 1875, 92.4][index % 6] + index * 15,
  state,
}));

export const cards = tasks.map((title, index) => ({
  title,
  customer: customers[(index * 5 + 1) % customers.length],
  lane: ['todo', 'doing', 'done', 'todo', 'doing', 'done', 'todo'][index],
}));

/** Adds a draft at the top of the list. */
export function addInvoice(customer, amount) {
  const number = `H-${Number(invoices[0].number.slice(2)) + 1}`;
  invoices.unshift({ number, customer, amount, due: new Date(2026, 11, 14), state: 'draft' });
}

export const sumOf = (state) =>
  invoices.filter((one) => one.state === state).reduce((sum, one) => sum + one.amount, 0);
