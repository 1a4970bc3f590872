ACME = """
clock: "2026-11-22T12:00:00+08:00"
accounts:
  - uin: "100000000001"
    name: acme
    keys:
      - {id: AKIDacme0001, secret: acme-secret-0001}
      - {id: AKIDrole0001, secret: role-secret-0001, token: role-token-0001}
    orders:
      - id: "20260105000001"
        product: {code: p_scf, name: 云函数 SCF}
        sub_product: {code: sp_scf_package, name: 备案资源包}
        spec: {调用次数: 5000万次, 资源使用量: 40万GBs}
        created: "2026-01-05 10:00:00"
        cost_fen: 11000
        voucher_fen: 500
      - {id: "20260305000002", created: "2026-03-05 23:30:00", status: 6}
      - id: "20260306000003"
        created: "2026-03-06 09:00:00"
        action: refund
        refers_to: ["20260305000002"]
        cost_fen: -11000
    domains:
      - {name: example.cn, created: "2024-05-01", expires: "2027-05-01", status: [ok]}
      - {name: 例子.中国, real_name: InAudit}
    bindings:
      - {service: scf, domain: www.example.cn, function: web}
      - {service: scf, domain: www.example.cn, function: pay}
      - {service: scf, domain: shop.example.cn, function: shop}
      - {service: scf, region: ap-hongkong, domain: hk.example.cn}
      - {service: apigateway, domain: api.example.cn, function: api}
      - {service: apigateway, domain: old.example.com, function: api}
      - {service: apigateway, domain: new.example.com, function: api, registered: true}
    filing: {order_in_progress: "o-1"}
  - uin: "100000000002"
    name: other
    real_name: {verified: false, kind: personal}
    domains: [{name: theirs.cn}]
    filing: {subject: false}
filings:
  example.cn: {gov: true, landed: true}
  theirs.cn: {gov: true, landed: true}
  banned.cn: {ticket: true, ban: true}
"""

GROUP = """
clock: "2026-11-22T12:00:00+08:00"
accounts:
  - uin: "100000000009"
    name: hq
    keys:
      - {id: AKIDhq0001, secret: hq-secret-0001}
      - {id: AKIDhq0002, secret: hq-secret-0002, token: hq-token-0002}
      - {id: AKIDhq0003, secret: hq-secret-0003, denies: ["sts:AssumeRole", "scf:*"]}
    roles:
      - {name: auditor, trusts: "100000000001"}
  - uin: "100000000001"
    name: acme
    domains: [{name: acme.cn}]
    bindings: [{domain: www.acme.cn}]
    denies: ["ba:DescribeGetAuthInfo"]
    roles:
      - {name: beian-reader, trusts: "100000000009", external_id: "k3J:planted/1"}
      - {name: open, trusts: "100000000009"}
      - {name: partial, trusts: "100000000009", denies: ["finance:*", "apigateway:*"]}
      - {name: brief, trusts: "100000000009", session_seconds: 60}
      - {name: over, trusts: "100000000009", session_seconds: 0}
      - {name: vendor, trusts: "100000000002"}
  - uin: "100000000002"
    name: other
    domains: [{name: other.cn}]
organization: {admin: "100000000009", members: ["100000000001", "100000000002"]}
"""
