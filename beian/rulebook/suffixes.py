"""Top-level domains that may be filed, in Unicode.

No API publishes the ministry's list of approved suffixes; these are the common ones on it. A suffix
that is missing here only warns, so an omission never costs a verdict.
"""

ACCEPTED_SUFFIXES = tuple(
    """
    com net org cn info biz pro mobi asia tel name cc tv co top xyz vip club shop site
    online wang ren ltd group ink link work store tech fun art kim pub live news video chat
    city company cool design email fashion fund fit games gold green guru host icu law life
    love luxe market media party pet plus press red run show ski social software space
    studio team today vote voto website wiki world yoga zone auto beer center cloud archi
    bio black blue organic pink poker promo shopping technology citic
    中国 公司 网络 政务 公益 网址 商城 网店 中信 商标 广东 佛山 信息 手机 在线 中文网 集团
    我爱你 商店 企业 娱乐 游戏 购物 餐厅 招聘 时尚 移动 网站 联通 世界 健康
    """.split()  # noqa: SIM905  # words read better than a hundred quoted lines
)
