-- The 25 policies of benchmarks/policies as a good engineer writes them for DuckDB: ratios as products, a zero below the
-- line unknown through nullif, every amount guarded by its outcome, texts coded by a dictionary.
-- An amount whose facts are unknown lies between 0 and its ceiling; of all 25 only the 22nd can be met without its facts.
-- {source} is the register. One row: for each policy met, not met, unknown, the money, the amounts that stay open.
WITH outcomes AS (
SELECT *,
hnte AND NOT dishonest AND sales >= 5000000 AND registered_on <= DATE '2025-11-21' AS o1,
NOT dishonest AND rd >= 0.03 * nullif(sales, 0) AND sales <= 400000000 AND rd_staff >= 0.10 * nullif(staff, 0) AS o2,
hnte AND NOT dishonest AND credit IN ('A', 'B') AND rd >= 0.05 * nullif(sales, 0) AND sales >= 1.1 * nullif(sales_before, 0) AS o3,
NOT dishonest AND size IN ('micro', 'small', 'medium') AND loan > 0 AND interest <= 0.06 * nullif(loan, 0) AND credit <> 'D' AS o4,
first_loan AND loan <= 10000000 AND size IN ('micro', 'small') AND NOT dishonest AS o5,
equipment >= 1000000 AND industry = 'manufacturing' AND equipment >= 0.05 * nullif(assets, 0) AND safe_year AND NOT dishonest AS o6,
rent > 0 AND staff <= 50 AND district IN ('core', 'valley') AND registered_on >= DATE '2023-11-21' AND NOT dishonest AS o7,
graduates >= 1 AND insured >= graduates AND graduates <= 0.5 * nullif(staff, 0) AND NOT dishonest AS o8,
inventions >= 1 AND inventions >= 0.2 * nullif(patents, 0) AND NOT dishonest AND ownership IN ('private', 'joint') AS o9,
exporter AND exports >= 0.1 * nullif(sales, 0) AND exports >= 2000000 AND credit IN ('A', 'B') AND NOT dishonest AS o10,
premium > 0 AND exporter AND premium <= 0.02 * nullif(exports, 0) AND safe_year AS o11,
specialised AND substring(industry_code::VARCHAR, 1, 2) = '39' AND inventions >= 2 AND size IN ('micro', 'small', 'medium') AND NOT dishonest AS o12,
listed AND ownership = 'private' AND sales >= 100000000 AND tax >= 0.02 * nullif(sales, 0) AND NOT dishonest AND safe_year AS o13,
tax >= 1000000 AND tax >= 0.03 * nullif(sales, 0) AND sales > sales_before AND NOT dishonest AS o14,
field = 'chips' AND rd >= 0.08 * nullif(sales, 0) AND rd_staff >= 0.2 * nullif(staff, 0) AND inventions >= 3 AND hnte AND NOT dishonest AND sales <= 2000000000 AND safe_year AS o15,
field = 'ai' AND rd_center AND rd >= 3000000 AND rd_staff >= 20 AND inventions >= 1 AND NOT dishonest AS o16,
field = 'biomedicine' AND rd >= 0.1 * nullif(sales, 0) AND (assets <= 100000000 OR listed) AND safe_year AND NOT dishonest AND registered_on <= DATE '2024-11-21' AND rd >= 1000000 AS o17,
green_factory AND industry IN ('manufacturing', 'energy') AND safe_year AND NOT dishonest AS o18,
standards >= 1 AND (hnte OR specialised) AND NOT dishonest AS o19,
rd_center AND rd_staff >= 10 AND rd >= 2000000 AND equipment >= 0.1 * nullif(rd, 0) AND NOT dishonest AS o20,
insured >= 0.9 * nullif(staff, 0) AND size IN ('micro', 'small', 'medium') AND NOT dishonest AND payroll >= 50000 * nullif(staff, 0) AS o21,
field = 'new_energy' AND equipment >= 5000000 AND equipment >= 0.02 * nullif(sales, 0) AND district IN ('port', 'south') AND safe_year AND NOT dishonest AND credit IN ('A', 'B') AS o22,
industry = 'software' AND sales >= 1.05 * nullif(sales_before, 0) AND sales >= 10000000 AND NOT dishonest AS o23,
sales >= 20000000 AND sales_before < 20000000 AND industry IN ('manufacturing', 'energy', 'mining') AND NOT dishonest AS o24,
ownership IN ('foreign', 'joint') AND rd >= 5000000 AND rd >= 0.03 * nullif(sales, 0) AND staff >= 30 AND NOT dishonest AS o25
FROM {source}
), amounts AS (
SELECT *,
CASE WHEN o1 THEN 300000 END AS a1,
CASE WHEN o2 AND rd IS NOT NULL THEN round(least(rd * 0.10, 2000000), 2) END AS a2,
CASE WHEN o3 THEN CASE WHEN rd >= 10000000 THEN 500000 WHEN rd >= 5000000 THEN 200000 ELSE 100000 END END AS a3,
CASE WHEN o4 AND interest IS NOT NULL THEN round(least(interest * 0.5, 600000), 2) END AS a4,
CASE WHEN o5 AND loan IS NOT NULL THEN round(least(loan * 0.01, 50000), 2) END AS a5,
CASE WHEN o6 AND equipment IS NOT NULL THEN round(least(equipment * 0.12, 3000000), 2) END AS a6,
CASE WHEN o7 AND rent IS NOT NULL THEN round(least(rent * 0.3, 200000), 2) END AS a7,
CASE WHEN o8 THEN graduates * 2000 END AS a8,
CASE WHEN o9 AND inventions IS NOT NULL THEN least(inventions * 3000, 300000) END AS a9,
CASE WHEN o10 THEN CASE WHEN exports >= 100000000 THEN 1000000 WHEN exports >= 30000000 THEN 400000 ELSE 150000 END END AS a10,
CASE WHEN o11 AND premium IS NOT NULL THEN round(least(premium * 0.5, 300000), 2) END AS a11,
CASE WHEN o12 THEN 200000 END AS a12,
CASE WHEN o13 THEN 3000000 END AS a13,
CASE WHEN o14 AND tax IS NOT NULL THEN round(least(tax * 0.05, 1000000), 2) END AS a14,
CASE WHEN o15 AND rd IS NOT NULL THEN round(least(rd * 0.2, 5000000), 2) END AS a15,
CASE WHEN o16 AND rd IS NOT NULL THEN round(least(rd * 0.15, 4000000), 2) END AS a16,
CASE WHEN o17 AND rd IS NOT NULL THEN round(least((rd - 1000000) * 0.3, 6000000), 2) END AS a17,
CASE WHEN o18 THEN 500000 END AS a18,
CASE WHEN o19 AND standards IS NOT NULL THEN least(standards * 200000, 800000) END AS a19,
CASE WHEN o20 THEN CASE WHEN rd_staff >= 100 THEN 1000000 WHEN rd_staff >= 50 THEN 600000 WHEN rd_staff >= 25 THEN 300000 ELSE 100000 END END AS a20,
CASE WHEN o21 AND payroll IS NOT NULL THEN round(least(payroll * 0.02, 100000), 2) END AS a21,
CASE WHEN o22 THEN CASE WHEN rd IS NULL THEN 0 ELSE round(least(equipment * 0.08 + rd * 0.02, 8000000), 2) END END AS a22,
CASE WHEN o22 THEN CASE WHEN rd IS NULL THEN 8000000 ELSE round(least(equipment * 0.08 + rd * 0.02, 8000000), 2) END END AS a22_high,
CASE WHEN o23 THEN CASE WHEN sales >= 1.3 * sales_before THEN 800000 WHEN sales >= 1.2 * sales_before THEN 500000
     WHEN sales >= 1.1 * sales_before THEN 300000 ELSE 100000 END END AS a23,
CASE WHEN o24 THEN 100000 END AS a24,
CASE WHEN o25 AND rd IS NOT NULL THEN round(least(rd * 0.05, 1500000), 2) END AS a25
FROM outcomes
)
SELECT {sums}
FROM amounts
