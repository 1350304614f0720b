import type { ServiceTypeBody } from '../service-type-schema';
import { both, check, clause, kpi, measure, share } from './parts';

export const LOGISTICS: ServiceTypeBody = {
  names: both('Logistics', '物流运输'),
  summary: both('Warehousing, transport and returns', '仓储、运输与退货'),
  kpis: [
    kpi('on-time-in-full', both('Orders on time and in full', '准时足量交付率'), {
      ...share('otif_orders', 'orders'),
      direction: 'maximise',
      weightBp: 3000,
      floor: 85,
      target: 98,
      amber: 95,
      red: 90,
    }),
    kpi('damage', both('Shipments damaged or lost', '货损货差率'), {
      ...share('damaged_shipments', 'shipments'),
      direction: 'minimise',
      weightBp: 2000,
      floor: 2,
      target: 0.2,
      amber: 0.5,
      red: 1,
    }),
    kpi('stock-accuracy', both('Stock counts that agree with the books', '库存准确率'), {
      ...share('matching_counts', 'counts'),
      direction: 'maximise',
      weightBp: 2000,
      floor: 97,
      target: 99.8,
      amber: 99.5,
      red: 98.5,
    }),
    kpi('pick-hours', both('Hours from order to dispatch', '订单出库时长'), {
      unit: 'h',
      source: 'vendor',
      direction: 'minimise',
      weightBp: 1500,
      floor: 48,
      target: 12,
      amber: 20,
      red: 30,
    }),
    kpi('carbon', both('Emissions per tonne-kilometre', '吨公里碳排放'), {
      unit: 'g CO2e',
      source: 'vendor',
      frequency: 'monthly',
      direction: 'minimise',
      weightBp: 1500,
      floor: 120,
      target: 60,
      amber: 85,
      red: 100,
    }),
  ],
  clauses: [
    clause(
      'GOODS_LIABILITY',
      both('Liability for goods', '货物责任'),
      both(
        'The vendor answers for loss and damage from taking over to delivery, insured at the value of the goods.',
        '自接收至交付期间的灭失与损坏由供应商负责，并按货值投保。',
      ),
    ),
    clause(
      'SAFETY',
      both('Safety of transport', '运输安全'),
      both(
        'Drivers and vehicles hold their licences; accidents are reported within two hours.',
        '司机与车辆证照齐全，事故须在两小时内报告。',
      ),
    ),
    clause(
      'FUEL_ADJUSTMENT',
      both('Change of prices with fuel', '油价联动'),
      both(
        'Prices follow the published fuel price by the agreed formula, up and down.',
        '价格按约定公式随公布的油价双向调整。',
      ),
    ),
  ],
  checklist: [
    check('needs', 'volumes', both('Volumes by route and season are known', '已掌握各线路、各季节的货量')),
    check('needs', 'goods-classes', both('Dangerous and temperature-led goods are listed', '危险品和温控货物已列明')),
    check('award', 'site-audit', both('Warehouse and fleet were audited on site', '已现场审核仓库与车队')),
    check('award', 'insurance', both('Insurance of goods and liability was shown', '已出示货运险与责任险')),
    check('contract', 'stock-take', both('Stock-take at take-over and exit is agreed', '已约定接收与退出时的盘点')),
    check('contract', 'peak-fleet', both('Fleet for peak season is agreed', '旺季运力已约定')),
  ],
  measures: [
    measure('capacity', both('Orders dispatched per day', '日均出库单量'), { unit: '', direction: 'maximise' }),
    measure('expertise', both('Damaged or lost shipments', '货损货差率'), { unit: '%', direction: 'minimise' }),
    measure('cost', both('Logistics cost as a share of sales', '物流成本占销售额比例'), {
      unit: '%',
      direction: 'minimise',
    }),
    measure('speed', both('Hours from order to delivery', '订单到交付时长'), { unit: 'h', direction: 'minimise' }),
    measure('other', both('Orders on time and in full', '准时足量交付率'), { unit: '%', direction: 'maximise' }),
  ],
};
