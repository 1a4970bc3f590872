"""Small worlds for the command line. The secrets must never come out of it."""

SECRET = "a-secret-of-the-world"
TOKEN = "a-token-of-the-world"

HEAD = f"""
clock: "2026-11-22T12:00:00+08:00"
accounts:
  - uin: "100000000001"
    name: acme
    keys: [{{id: AKIDacme0001, secret: {SECRET}, token: {TOKEN}}}]
    domains: [{{name: example.cn, created: "2024-05-01", expires: "2027-05-01"}}]
"""
PACK = """    orders:
      - id: "20260105000001"
        spec: {调用次数: 5000万次, 资源使用量: 40万GBs}
        created: "2026-01-05 10:00:00"
"""

IN_ORDER = f"{HEAD}{PACK}"
NO_PACK = HEAD
UNLAWFUL = f"{IN_ORDER}    bindings: [{{domain: www.example.cn}}]\n"
ABROAD = f"{IN_ORDER}    bindings: [{{domain: www.example.cn, region: ap-hongkong}}]\n"
BANNED = f"{IN_ORDER}filings: {{example.cn: {{ban: true}}}}\n"
FILED = f"{IN_ORDER}filings: {{example.cn: {{gov: true, landed: true}}}}\n"
BUSY = f"{IN_ORDER}    filing: {{order_in_progress: o-1}}\n"
BILLING_DENIED = f'{IN_ORDER}    denies: ["billing:*"]\n'
ALL_DENIED = f'{IN_ORDER}    denies: ["*"]\n'
UNCLEAR_PACK = f"{HEAD}    orders: [{{id: o1, created: 2026-01-05}}]\n"
DECLARED = f"{IN_ORDER}    declared: {{serverless_filings: 1}}\n"
BADLY_DECLARED = f"{IN_ORDER}    declared: {{serverless_filing: 1}}\n"
SLOW = f"{IN_ORDER}latency_ms: 120\n"
HANGING = f'{IN_ORDER}faults: [{{on: "*", wire: hang}}]\n'
